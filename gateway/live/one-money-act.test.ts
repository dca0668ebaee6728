import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';

let at: Opened;
beforeAll(async () => {
  at = await opened();
  await until(async () => (await at.request('/health/ready')).status === 200);
});
afterEach(hangUp);
afterAll(() => at.stop());

const TWO = 'mutation { pay(points: 1) { points } again: pay(points: 2) { points } }';
const ONE = 'mutation { pay(points: 5) { points } }';

test('two acts that move money in one operation are refused by HTTP and by WebSocket alike, before either is done', async () => {
  const { paid } = at.pair.games;
  const { token } = await at.signIn();
  const wire = await greeted(at, token);
  const refusal = { code: 'GRAPHQL_VALIDATION_FAILED', limit: 'moneyMutations', max: 1, fields: ['pay'] };
  const { status, body } = await at.ask(TWO, { token });
  expect([status, body.errors[0].extensions]).toEqual([400, expect.objectContaining(refusal)]);
  wire.subscribe('two', TWO);
  const [error] = (await wire.first('two', 'error')).payload;
  expect(error.extensions).toMatchObject(refusal);
  expect(error.message).toContain('pay');
  expect(paid).toEqual([]);

  expect((await at.ask(ONE, { token })).body).toEqual({ data: { pay: { points: 5 } } });
  wire.subscribe('one', ONE);
  expect((await wire.first('one')).payload).toEqual({ data: { pay: { points: 5 } } });
  expect(paid).toEqual([5, 5]);
});

import { afterEach, expect, test } from '@jest/globals';
import { opened, type Opened } from '../testing/opened.ts';
import { greeted, hangUp } from '../testing/wire.ts';

let at: Opened | undefined;
afterEach(async () => {
  hangUp();
  await at?.stop();
  at = undefined;
});

const QUERY = 'query Two { scores { points } who { kind } }';
const IN_HEADER = { 'x-include-plan': 'true' };
const IN_BODY = { plan: true };

/** Every road that an answer can take, with the wish to see its plan; what it carries as extensions. */
const roads: Readonly<Record<string, (token?: string) => Promise<unknown>>> = {
  'POST, by header': async (token) => (await at!.ask(QUERY, { token, headers: IN_HEADER })).body.extensions,
  'POST, by body': async (token) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const body = JSON.stringify({ query: QUERY, extensions: IN_BODY });
    return (await at!.request('/graphql', { method: 'POST', headers, body })).body.extensions;
  },
  'an answer as events': async (token) => {
    const headers = { ...IN_HEADER, accept: 'text/event-stream' };
    const { text } = await at!.ask(QUERY, { token, headers });
    const [, data] = /^data: (\{.*)$/m.exec(text) ?? [];
    return (JSON.parse(data!) as { extensions?: unknown }).extensions;
  },
  'a socket': async (token) => {
    const wire = await greeted(at!, token);
    wire.send({ id: '1', type: 'subscribe', payload: { query: QUERY, extensions: IN_BODY } });
    const { payload } = await wire.first('1');
    expect(payload.data).toEqual({ scores: [{ points: 3 }], who: { kind: expect.any(String) } });
    return payload.extensions;
  },
};

test.each(Object.keys(roads))('in development everybody may see the plan: %s', async (road) => {
  at = await opened({ production: false });
  expect(await roads[road]!()).toEqual({
    queryPlan: {
      text: expect.stringMatching(/^0: \w+: .*\n1: \w+: /),
      planning: { cached: false, ms: expect.any(Number) },
      steps: expect.arrayContaining([
        { subgraph: 'games', path: [], after: [], operation: expect.stringContaining('scores') },
        { subgraph: 'users', path: [], after: [], operation: expect.stringContaining('who') },
      ]),
      fetches: expect.arrayContaining([
        {
          subgraph: 'games',
          kind: 'query',
          query: expect.stringContaining('scores'),
          entities: 0,
          startedMs: expect.any(Number),
          ms: expect.any(Number),
          outcome: 'ok',
        },
      ]),
      slowAnswer: false,
      totalMs: expect.any(Number),
    },
  });
});

test.each(Object.keys(roads))('in production nobody without the permission sees anything: %s', async (road) => {
  at = await opened({ production: true, documents: 'open' });
  const { token } = await at.signIn({ claims: { scope: 'user.list' } });
  expect(await roads[road]!()).toBeUndefined();
  expect(await roads[road]!(token)).toBeUndefined();
});

test.each(Object.keys(roads))('in production who may read the logs sees it: %s', async (road) => {
  at = await opened({ production: true, documents: 'open' });
  const { token } = await at.signIn({ claims: { scope: 'system.logs' } });
  expect(await roads[road]!(token)).toMatchObject({ queryPlan: { fetches: [{}, {}] } });
});

test('who does not ask is not told, and a second time the plan is known', async () => {
  at = await opened({ production: false });
  expect((await at.ask(QUERY)).body).not.toHaveProperty('extensions');
  expect((await at.ask(QUERY, { headers: { 'x-include-plan': 'false' } })).body).not.toHaveProperty('extensions');
  const { body } = await at.ask(QUERY, { headers: IN_HEADER });
  expect(body.extensions.queryPlan.planning).toEqual({ cached: true, ms: 0 });
});

const COST = { cost: { estimated: expect.any(Number), actual: expect.any(Number) } };

/** What both kinds of answers carry to whoever wants to know the cost. */
async function costs(token?: string): Promise<unknown[]> {
  const asked = { query: QUERY, extensions: { cost: true } };
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const { body } = await at!.request('/graphql', { method: 'POST', headers, body: JSON.stringify(asked) });
  const wire = await greeted(at!, token);
  wire.send({ id: '1', type: 'subscribe', payload: asked });
  const { payload } = await wire.first('1');
  for (const { data } of [body, payload]) expect(data.scores).toEqual([{ points: 3 }]);
  return [body.extensions, payload.extensions];
}

test('what an operation cost is told to everybody in development, when they ask', async () => {
  at = await opened({ production: false });
  expect(await costs()).toEqual([COST, COST]);
  expect((await at.ask(QUERY)).body).not.toHaveProperty('extensions');
  const [{ cost }] = (await costs()) as [typeof COST];
  expect([cost.estimated, cost.actual]).toEqual([expect.any(Number), 2]); // one score, and who
});

test('in production only who may read the logs is told what an operation cost', async () => {
  at = await opened({ production: true, documents: 'open' });
  const tokenOf = async (scope: string) => (await at!.signIn({ claims: { scope } })).token;
  expect(await costs()).toEqual([undefined, undefined]);
  expect(await costs(await tokenOf('user.list'))).toEqual([undefined, undefined]);
  expect(await costs(await tokenOf('system.logs'))).toEqual([COST, COST]);
});

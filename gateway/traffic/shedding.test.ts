import { afterEach, describe, expect, test } from '@jest/globals';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';

const SCORES = '{ scores { points } }';
const PAY = 'mutation { pay(points: 5) { points } }';

describe('a door with more to do than it can', () => {
  let at: Opened;
  let release: () => void;
  const open = async (places: number, placesPerCaller = places) => {
    at = await opened({ metrics: true, admission: { places, placesPerCaller, loopDelayMs: 60_000 } });
    await until(async () => (await at.request('/health/ready')).status === 200);
    const { outage } = at.pair.games;
    outage.held = new Promise((resolve) => (release = resolve));
  };
  afterEach(async () => {
    release();
    hangUp();
    await at.stop();
  });
  const running = (count: number) => until(() => at.pair.games.outage.asked === count);

  test('refuses early, in JSON, with a code and when to come back, and still answers probes', async () => {
    await open(2);
    const both = [at.ask(SCORES), at.ask('{ scores { player { id } } }')];
    await running(2);
    const { status, headers, body } = await at.ask(SCORES);
    expect(status).toBe(503);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(body.errors[0].extensions).toMatchObject({ code: 'OVERLOADED', retryAfter: expect.any(Number) });
    expect((await at.request('/auth/refresh', { method: 'POST' })).status).toBe(503);
    expect((await at.request('/health/live')).status).toBe(200);
    expect((await at.request('/health/ready')).status).toBe(200);
    const { text } = await at.request('/metrics');
    expect(text).toContain('gateway_operations_running 2');
    expect(text).toMatch(/gateway_shed_total\{why="places"\} [1-9]/);
    release();
    for (const { body } of await Promise.all(both)) expect(body.errors).toBeUndefined();
    expect((await at.ask(SCORES)).status).toBe(200);
  });

  test('brings a payment that has begun to its end and does nothing of one that it refuses', async () => {
    await open(1);
    const { token } = await at.signIn();
    const first = at.ask(PAY, { token });
    await running(1);
    expect((await at.ask(PAY, { token })).status).toBe(503);
    release();
    expect((await first).body.data).toEqual({ pay: { points: 5 } });
    expect(at.pair.games.paid).toEqual([5]);
  });

  test('leaves places to others when one caller asks for all', async () => {
    await open(4, 1);
    const [ada, bob] = [await at.signIn(), await at.signIn()];
    const first = at.ask(SCORES, { token: ada.token });
    await running(1);
    const again = await at.ask('{ scores { player { id } } }', { token: ada.token });
    expect([again.status, again.body.errors[0].extensions.code]).toEqual([503, 'OVERLOADED']);
    expect((await at.ask('{ echo(text: "b") }', { token: bob.token })).body.data).toEqual({ echo: 'b' });
    release();
    expect((await first).status).toBe(200);
  });

  test('holds the same on sockets, where what already listens goes on hearing', async () => {
    await open(1);
    const { token } = await at.signIn();
    const wire = await greeted(at, token);
    wire.subscribe('live', 'subscription { scored { points } }');
    const heard = (points: number) => {
      at.pair.games.scored.publish({ scored: { points } });
      return wire.of('live').some(({ payload }) => payload.data?.scored.points === points);
    };
    await until(() => heard(1));
    const first = at.ask(SCORES);
    await running(1);
    for (const [id, text] of [
      ['query', SCORES],
      ['mutation', PAY],
      ['more', 'subscription { ticks }'],
    ] as const) {
      wire.subscribe(id, text);
      await until(() => wire.of(id).length + wire.of(id, 'error').length > 0);
      const [said] = [
        ...wire.of(id, 'error').map(({ payload }) => payload),
        ...wire.of(id).map((m) => m.payload.errors),
      ];
      expect({ id, code: said[0].extensions.code }).toEqual({ id, code: 'OVERLOADED' });
    }
    await until(() => heard(2));
    expect(at.pair.games.paid).toEqual([]);
    release();
    await first;
  });
});

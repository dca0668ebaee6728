import { afterEach, expect, test } from '@jest/globals';
import { opened, type Opened } from '../testing/opened.ts';
import { greeted, hangUp } from '../testing/wire.ts';
import { until } from '../testing/until.ts';
import { KnownNames } from './known-names.ts';

let at: Opened | undefined;
afterEach(async () => {
  hangUp();
  await at?.stop();
  at = undefined;
});

/** The lines of one metric. */
async function linesOf(name: string): Promise<string[]> {
  const { text } = await at!.request('/metrics');
  return text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
}

/** The figure on the line with all of these in it; undefined when there is none. */
async function figure(name: string, ...labels: string[]): Promise<number | undefined> {
  const found = (await linesOf(name)).filter((line) => labels.every((label) => line.includes(label)));
  return found.length === 0 ? undefined : found.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('operations are counted by name, client, kind, road and outcome, and timed', async () => {
  at = await opened({ metrics: true });
  const headers = { 'apollographql-client-name': 'web' };
  await at.ask('query Scores { scores { points } }', { headers });
  await at.ask('query Scores { scores { points } }');
  await at.ask('mutation { pay(points: 1) { points } }', { headers });
  await at.ask('query Broken { fault }', { headers });
  await at.ask('query Mine { me { id } }', { headers }); // refused: nobody has signed in
  expect(await linesOf('gateway_operations_total')).toEqual(
    expect.arrayContaining([
      'gateway_operations_total{operation="Scores",client="web",kind="query",road="http",outcome="ok"} 1',
      'gateway_operations_total{operation="Scores",client="unnamed",kind="query",road="http",outcome="ok"} 1',
      'gateway_operations_total{operation="unnamed",client="web",kind="mutation",road="http",outcome="ok"} 1',
      'gateway_operations_total{operation="Broken",client="web",kind="query",road="http",outcome="INTERNAL_SERVER_ERROR"} 1',
      'gateway_operations_total{operation="unnamed",client="web",kind="refused",road="http",outcome="UNAUTHENTICATED"} 1',
    ]),
  );
  expect(await figure('gateway_operation_seconds_count', 'operation="Scores"', 'kind="query"')).toBe(2);
  expect(await figure('gateway_operation_seconds_count', 'kind="refused"')).toBe(undefined);
});

test('fetches, plans and caches are counted', async () => {
  at = await opened({ metrics: true });
  for (let n = 0; n < 3; n++) await at.ask('query Scores { scores { points } }');
  await at.ask('query Broken { fault }');
  expect(await figure('gateway_subgraph_fetch_seconds_count', '"games"', '"query"', '"ok"')).toBe(3);
  expect(await figure('gateway_subgraph_fetch_seconds_count', '"users"', '"query"', '"ok"')).toBe(0);
  expect(await figure('gateway_subgraph_fetch_seconds_count', '"users"', '"query"', '"errors"')).toBe(1);
  expect(await figure('gateway_plans_total', '"miss"')).toBe(2);
  expect(await figure('gateway_plans_total', '"hit"')).toBe(2);
  expect(await figure('gateway_planning_seconds_count')).toBe(2);
  expect(await figure('gateway_plans_kept')).toBeGreaterThanOrEqual(2);
  expect(await figure('gateway_documents_kept')).toBe(2);
});

test('sockets and subscriptions are counted while they live, their events, and how they end', async () => {
  at = await opened({ metrics: true });
  const { token } = await at.signIn();
  const wire = await greeted(at, token);
  wire.subscribe('1', 'subscription Live { scored { points } }');
  await until(() => at!.pair.games.scored.size === 1);
  expect(await figure('gateway_sockets')).toBe(1);
  expect(await figure('gateway_subscriptions')).toBe(1);
  at.pair.games.scored.publish({ scored: { points: 1 } });
  await wire.first('1');
  expect(await figure('gateway_subscription_events_total', '"games"')).toBe(1);
  wire.send({ id: '1', type: 'complete' });
  await until(async () => (await figure('gateway_subscriptions')) === 0);
  expect(await figure('gateway_subscriptions_ended_total', '"games"', '"ok"')).toBe(1);
  expect(await figure('gateway_operations_total', '"Live"', '"subscription"', '"socket"', '"ok"')).toBe(1);
});

test('names that clients invent fill nothing: a hundred are told apart, the rest are one', async () => {
  at = await opened({ metrics: true });
  await Promise.all(
    Array.from({ length: 130 }, (_, n) =>
      at!.ask(`query Invented${n} { scores { points } }`, { headers: { 'apollographql-client-name': `client ${n}` } }),
    ),
  );
  const lines = await linesOf('gateway_operations_total');
  const values = (label: string) => new Set(lines.map((line) => new RegExp(`${label}="([^"]*)"`).exec(line)![1]));
  expect(values('operation').size).toBe(101);
  expect(values('client').size).toBe(21);
  expect(values('operation')).toContain('other');
});

test('without metrics there is no page, and nobody listens to the graph', async () => {
  at = await opened({ metrics: false });
  expect((await at.request('/metrics')).status).toBe(404);
});

test('registered names are always told apart, others only while there is room and only if they may stand in a label', () => {
  const names = new KnownNames(['Known'], 1);
  expect(names.of('x'.repeat(65))).toBe('other');
  expect(names.of('line\nbreak')).toBe('other');
  expect(['First', 'Second', 'Known', 'First', '', undefined].map((name) => names.of(name))).toEqual([
    'First',
    'other',
    'Known',
    'First',
    'unnamed',
    'unnamed',
  ]);
});

import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { LocalBus } from '#chassis/events/local-bus';
import { serveSubgraph, type Served } from '#chassis/mount/serve';
import { SubgraphMetrics } from '#chassis/metrics/subgraph-metrics';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { recordingLog } from '#gateway/testing/recording-log';
import { notes } from '../tracing/notes.fixture.ts';

const registry = new Registry();
let mount: TestMount<unknown>;
let served: Served;

beforeAll(async () => {
  const bus = new LocalBus();
  mount = await mountForTest(
    { ...notes, figures: () => ({ notes_of_the_business: 42 }) },
    { bus, metrics: new SubgraphMetrics(registry) },
  );
  bus.join(mount.mounted.road);
  served = await serveSubgraph(mount.mounted, {
    port: 0,
    host: '127.0.0.1',
    sealKeys: [],
    log: recordingLog(),
    metrics: registry,
  });
});
afterAll(async () => {
  await served?.stop();
  await mount?.stop();
});

async function figures(): Promise<Map<string, number>> {
  const response = await fetch(new URL('/metrics', served.url));
  expect(response.headers.get('content-type')).toContain('text/plain');
  const lines = (await response.text()).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

test('a subgraph shows its operations, its connections and what waits in its database', async () => {
  const keep = 'mutation { keepNote(text: "a") { id } }';
  await mount.graphql(keep);
  await mount.graphql('{ broken(text: "not a number") }');
  await mount.mounted.database.roadPool.query(
    `insert into inbox_stream (producer, aggregate, aggregate_id, next_sequence, parked_at)
     values ('elsewhere', 'thing', '1', 1, now())`,
  );
  const shown = await figures();
  expect(shown.get('subgraph_operation_seconds_count{subgraph="notes",kind="mutation",outcome="ok"}')).toBe(1);
  expect(shown.get('subgraph_operation_seconds_count{subgraph="notes",kind="query",outcome="errors"}')).toBe(1);
  expect(shown.get('subgraph_pg_connections{subgraph="notes",pool="requests",state="idle"}')).toBeGreaterThan(0);
  expect(shown.get('subgraph_pg_connections{subgraph="notes",pool="road",state="waiting"}')).toBe(0);
  expect(shown.get('subgraph_outbox_unplaced{subgraph="notes"}')).toBe(1); // nothing of the road runs yet
  expect(shown.get('subgraph_inbox_parked{subgraph="notes"}')).toBe(1);
  expect(shown.get('subgraph_jobs_queued{subgraph="notes"}')).toBe(1);
  expect(shown.get('subgraph_jobs_failed{subgraph="notes"}')).toBe(0);
  expect(shown.get('notes_of_the_business{subgraph="notes"}')).toBe(42);
  expect(shown.has('subgraph_tail_seconds{subgraph="notes"}')).toBe(false); // nobody follows it
});

test('jobs that ran are counted, and what waited is gone when the road runs', async () => {
  await mount.mounted.start();
  await eventually(async () => {
    const shown = await figures(); // what waits is read from the database once in five seconds
    expect(shown.get('subgraph_jobs_total{subgraph="notes",task="count-note",outcome="ok"}')).toBe(1);
    expect(shown.get('subgraph_outbox_unplaced{subgraph="notes"}')).toBe(0);
    expect(shown.get('subgraph_outbox_unsent{subgraph="notes"}')).toBe(0);
    expect(shown.get('subgraph_jobs_queued{subgraph="notes"}')).toBe(0);
  }, 60_000);
});

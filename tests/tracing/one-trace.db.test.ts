import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { parse } from 'graphql';
import { LocalBus } from '#chassis/events/local-bus';
import type { SealKey } from '#chassis/identity/seal';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { serveSubgraph, type Served } from '#chassis/mount/serve';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { traceInto, type Tracing } from '#chassis/trace/tracing';
import { httpEndpoint, type HttpEndpoint } from '#gateway/graph/transport/http';
import { opened, type Opened } from '#gateway/testing/opened';
import { federatedPair } from '#gateway/testing/pair';
import { recordingLog } from '#gateway/testing/recording-log';
import { notes } from './notes.fixture.ts';

const sealKey: SealKey = { id: 'k1', secret: Buffer.alloc(32, 7) };
const SECRET = "anna.o'neil@private.test";
const KEEP = 'mutation Keep($text: String!) { keepNote(text: $text) { id } }';
const SELECT = /^select id, text from note where text = \?$/;

const exporter = new InMemorySpanExporter();
let tracing: Tracing;
let mount: TestMount<unknown>;
let served: Served;
let overHttp: HttpEndpoint;
let sdl: string;

beforeAll(async () => {
  tracing = traceInto(exporter, 1);
  const bus = new LocalBus();
  mount = await mountForTest(notes, { bus });
  bus.join(mount.mounted.road);
  await mount.mounted.start();
  served = await serveSubgraph(mount.mounted, { port: 0, host: '127.0.0.1', sealKeys: [sealKey], log: recordingLog() });
  overHttp = httpEndpoint({ name: 'notes', url: served.url, sealKey });
  const pair = await federatedPair();
  const composed = composeServices([
    { name: 'users', url: 'http://users.invalid', typeDefs: pair.users.typeDefs },
    { name: 'games', url: 'http://games.invalid', typeDefs: pair.games.typeDefs },
    { name: 'notes', url: 'http://notes.invalid', typeDefs: parse(mount.mounted.sdl) },
  ]);
  pair.users.stop();
  if (composed.errors) throw new AggregateError(composed.errors, composed.errors.map(String).join('\n'));
  sdl = composed.supergraphSdl;
});
afterAll(async () => {
  await overHttp?.close();
  await served?.stop();
  await mount?.stop();
  await tracing?.stop();
});

/** Spans by what they are, in the one trace that they must all belong to. */
function theTrace(): ReadableSpan[] {
  const spans = exporter.getFinishedSpans();
  const root = spans.find(({ name }) => name === 'POST /graphql');
  expect(root).toBeDefined();
  return spans.filter((span) => span.spanContext().traceId === root!.spanContext().traceId);
}

/** `service name`, from the root down to this span. */
function lineage(spans: readonly ReadableSpan[], span: ReadableSpan): string[] {
  const parent = spans.find((other) => other.spanContext().spanId === span.parentSpanContext?.spanId);
  const own = `${String(span.resource.attributes['service.name'])}: ${span.name}`;
  return parent ? [...lineage(spans, parent), own] : [own];
}

function named(spans: readonly ReadableSpan[], name: string): ReadableSpan {
  const found = spans.find((span) => span.name === name);
  if (!found) throw new Error(`no span ${name} among ${spans.map((span) => span.name).join(', ')}`);
  return found;
}

describe.each(['in one process', 'over HTTP'])('%s', (topology) => {
  let at: Opened;
  beforeAll(async () => {
    const endpoint: SubgraphEndpoint = topology === 'over HTTP' ? overHttp : mount.mounted.endpoint;
    at = await opened({}, {}, { also: { sdl, endpoints: { notes: endpoint } } });
  });
  afterAll(() => at.stop());
  beforeEach(() => exporter.reset());

  test('one trace leads from the request of a client to the statement in PostgreSQL', async () => {
    const { body } = await at.ask('query Find($text: String!) { notes(text: $text) { id } }', {
      variables: { text: 'none' },
    });
    expect(body).toEqual({ data: { notes: [] } });
    await eventually(() => expect(theTrace().length).toBeGreaterThanOrEqual(6));
    const spans = theTrace();
    expect(lineage(spans, named(spans, 'SELECT notes'))).toEqual([
      'gateway: POST /graphql',
      'gateway: query',
      'gateway: query notes',
      'notes: graphql operation',
      'notes: SELECT notes',
    ]);
    expect(lineage(spans, named(spans, 'plan'))).toEqual(['gateway: POST /graphql', 'gateway: query', 'gateway: plan']);
    expect(lineage(spans, named(spans, 'admit'))).toHaveLength(2);
    expect(named(spans, 'SELECT notes').attributes).toMatchObject({
      'db.system.name': 'postgresql',
      'db.operation.name': 'SELECT',
      'db.query.text': expect.stringMatching(SELECT),
      'db.response.returned_rows': 0,
    });
    expect(named(spans, 'query').attributes).toMatchObject({
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Find',
    });
    const sizes = named(spans, 'query notes').attributes['http.response.body.size'];
    expect(sizes).toEqual(topology === 'over HTTP' ? expect.any(Number) : undefined);
  });

  test('the trace goes on through the event to its reaction, and through the queue to the job', async () => {
    await at.ask(KEEP, { variables: { text: 'kept' } });
    const spans = await eventually(() => {
      const found = theTrace();
      named(found, 'job count-note');
      named(found, 'UPDATE notes');
      return found;
    });
    const operation = [
      'gateway: POST /graphql',
      'gateway: mutation',
      'gateway: mutation notes',
      'notes: graphql operation',
    ];
    expect(lineage(spans, named(spans, 'transaction'))).toEqual([...operation, 'notes: transaction']);
    expect(lineage(spans, named(spans, 'INSERT notes'))).toEqual([
      ...operation,
      'notes: transaction',
      'notes: INSERT notes',
    ]);
    expect(lineage(spans, named(spans, 'UPDATE notes'))).toEqual([
      ...operation,
      'notes: reaction see-note-when-kept',
      'notes: UPDATE notes',
    ]);
    expect(lineage(spans, named(spans, 'job count-note'))).toEqual([...operation, 'notes: job count-note']);
  });

  test('nothing that a client wrote, and no token, is in any span: not in statements, not in faults', async () => {
    const { token, userId, sessionId } = await at.signIn();
    const headers = { authorization: `Bearer ${token}`, cookie: 'refresh=a-cookie-of-mine' };
    await at.ask(KEEP, { variables: { text: SECRET }, headers });
    await at.ask(`query { notes(text: "${SECRET}") { id } broken(text: "${SECRET}") }`, { headers });
    await eventually(() => {
      const spans = exporter.getFinishedSpans();
      named(spans, 'job count-note');
      named(spans, 'UPDATE notes');
      expect(spans.filter(({ name }) => name === 'POST /graphql')).toHaveLength(2);
    });
    const told = JSON.stringify(
      exporter.getFinishedSpans().map(({ name, attributes, events, status, links, resource }) => {
        return { name, attributes, events, status, links, resource: resource.attributes };
      }),
    );
    for (const secret of [SECRET, "anna.o''neil", 'private.test', token, userId, sessionId, 'a-cookie-of-mine'])
      expect(told).not.toContain(secret);
    expect(told).toContain('"error.type":"22P02"'); // the fault is told, by its code
  });

  test('a line of the log carries the trace and the request id that the client is told', async () => {
    at.log.lines.length = 0;
    const { body } = await at.ask('{ fault }');
    const { requestId } = body.errors[0].extensions as { requestId: string };
    const root = await eventually(() => named(theTrace(), 'POST /graphql'));
    expect(root.attributes['request.id']).toBe(requestId);
    expect(at.log.lines).toContainEqual(
      expect.objectContaining({ requestId, trace_id: root.spanContext().traceId, message: 'a fault was masked' }),
    );
  });
});

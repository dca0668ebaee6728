import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import { gatedGraph } from '../../testing/gated-graph.ts';
import { until } from '../../testing/until.ts';
import type { GraphResult } from '../graph.ts';
import type { DeferredAnswer, LaterParts } from './run-deferred.ts';

let at: Awaited<ReturnType<typeof gatedGraph>>;
beforeEach(async () => {
  at = await gatedGraph();
});
afterEach(async () => {
  at.gate.lift();
  await at.graph.stop();
});

const ask = (text: string, variables = {}) =>
  at.graph.executeInParts({
    document: parse(text),
    variables,
    caller: { ...ANONYMOUS, deadline: Date.now() + 60_000 },
  });

async function inParts(text: string, variables = {}): Promise<DeferredAnswer> {
  const answer = await ask(text, variables);
  if (!('later' in answer)) throw new Error(`answered whole: ${JSON.stringify(answer)}`);
  return answer;
}

async function rest({ later }: DeferredAnswer): Promise<LaterParts[]> {
  const all = [];
  for await (const parts of later) all.push(parts);
  return all;
}

describe('what is deferred', () => {
  test('comes after the rest, which waits for nothing of it, under the client’s own label and at every place', async () => {
    at.gate.shut();
    const answer = await inParts('{ users { id ... @defer(label: "the level") { level } } hello }');
    expect(answer.initial).toEqual({ data: { users: [{ id: '1' }, { id: '2' }, { id: '3' }], hello: 'hello' } });
    await until(() => at.gate.waiting === 1);
    at.gate.lift();
    const item = (i: number) => ({ path: ['users', i], label: 'the level', data: { level: (i + 1) * 10 } });
    expect(await rest(answer)).toEqual([{ incremental: [item(0), item(1), item(2)], hasNext: false }]);
    expect(at.calls).toHaveLength(1);
  });

  test('begins beside the first part when it needs nothing of it', async () => {
    at.gate.shut();
    const answer = await inParts('{ hello ... @defer { season } }');
    expect([answer.initial, at.calls.length]).toEqual([{ data: { hello: 'hello' } }, 1]);
    at.gate.lift();
    expect(await rest(answer)).toEqual([{ incremental: [{ path: [], data: { season: 'spring' } }], hasNext: false }]);
  });

  test('inside what is deferred comes after it', async () => {
    const answer = await inParts(
      '{ me { id ... @defer(label: "out") { friends { id ... @defer(label: "in") { level badge { name } } } } } }',
    );
    const parts = (await rest(answer)).flatMap(({ incremental }) => incremental);
    expect(parts).toEqual([
      { path: ['me'], label: 'out', data: { friends: [{ id: '2' }, { id: '3' }] } },
      { path: ['me', 'friends', 0], label: 'in', data: { level: 20, badge: { name: 'b2' } } },
      { path: ['me', 'friends', 1], label: 'in', data: { level: 30, badge: { name: 'b3' } } },
    ]);
  });

  test('in a named fragment has a place for each of its spreads', async () => {
    const answer = await inParts(
      '{ me { ...F friends { ...F } } } fragment F on User { ... @defer(label: "f") { level } }',
    );
    expect(answer.initial.data).toEqual({ me: { friends: [{}, {}] } });
    const paths = (await rest(answer)).flatMap(({ incremental }) => incremental.map(({ path }) => path.join('.')));
    expect(paths.sort()).toEqual(['me', 'me.friends.0', 'me.friends.1']);
  });

  test('is given to the objects of its type only', async () => {
    const answer = await inParts('{ found { name ... on Team @defer { captain { level } } ... on User { id } } }');
    expect(answer.initial.data).toEqual({ found: [{ name: 'n1', id: '1' }, { name: 'blue' }] });
    expect(await rest(answer)).toEqual([
      { incremental: [{ path: ['found', 1], data: { captain: { level: 20 } } }], hasNext: false },
    ]);
  });

  test('comes under the keys that the client chose, whatever the planner needs them for', async () => {
    const answer = await inParts('{ a: me { id: name ... @defer { name: level __typename: id } } }');
    expect(answer.initial.data).toEqual({ a: { id: 'n1' } });
    expect((await rest(answer))[0]!.incremental).toEqual([{ path: ['a'], data: { name: 10, __typename: '1' } }]);
  });

  test('of a mutation is fetched after it', async () => {
    const answer = await inParts('mutation { rename(name: "Grace") { name ... @defer { level } } }');
    expect(answer.initial.data).toEqual({ rename: { name: 'Grace' } });
    expect((await rest(answer))[0]!.incremental).toEqual([{ path: ['rename'], data: { level: 10 } }]);
  });
});

describe('what goes wrong in a part stays in it', () => {
  test('a null that may not be makes the part of its object null, and says where', async () => {
    const answer = await inParts('{ users { id ... @defer { rank } } }');
    const [{ incremental }] = (await rest(answer)) as [LaterParts];
    expect(incremental.map(({ data }) => data)).toEqual([{ rank: 1 }, null, { rank: 3 }]);
    expect(incremental.map(({ errors }) => errors?.map(({ path }) => path))).toEqual([
      undefined,
      [['users', 1, 'rank']],
      undefined,
    ]);
  });

  test('a subgraph that is down leaves the first part whole, and its kind of fault is told once', async () => {
    at.state.broken = true;
    const answer = await inParts('{ users { id ... @defer { level } } }');
    expect(answer.initial.errors).toBeUndefined();
    const [{ incremental, hasNext }] = (await rest(answer)) as [LaterParts];
    expect(incremental.map(({ data }) => data)).toEqual([{ level: null }, { level: null }, { level: null }]);
    const codes = incremental.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions['code']));
    expect([codes, hasNext]).toEqual([['SUBGRAPH_UNAVAILABLE'], false]);
  });

  test('nothing that hangs on a part that became null is sent', async () => {
    const answer = await inParts('{ users { id ... @defer { rank ... @defer { level } } } }');
    const parts = (await rest(answer)).flatMap(({ incremental }) => incremental);
    expect(parts.filter(({ data }) => data && 'level' in data).map(({ path }) => path)).toEqual([
      ['users', 0],
      ['users', 2],
    ]);
  });
});

describe('a client that leaves', () => {
  test('ends the fetches that are left', async () => {
    at.gate.shut();
    const answer = await inParts('{ users { id ... @defer { level } } }');
    await until(() => at.gate.waiting === 1);
    const waiting = answer.later.next();
    await answer.later.return!();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(at.calls[0]!.signal!.aborted).toBe(true);
  });
});

describe('is answered whole', () => {
  const DATA = { users: [1, 2, 3].map((n) => ({ id: String(n), level: n * 10 })) };
  test.each<[string, string, object, object]>([
    ['what a literal switches off', '{ users { id ... @defer(if: false) { level } } }', {}, DATA],
    [
      'what a variable switches off',
      'query($d: Boolean!) { users { id ... @defer(if: $d) { level } } }',
      { d: false },
      DATA,
    ],
    [
      'what @skip leaves out',
      'query($s: Boolean!) { hello ... @skip(if: $s) @defer { season } }',
      { s: true },
      { hello: 'hello' },
    ],
    ['what no object waits for', '{ nobody { id ... @defer { level } } }', {}, { nobody: [] }],
    [
      'an operation that introspects',
      '{ __schema { queryType { name } } ... @defer { hello } }',
      {},
      { __schema: { queryType: { name: 'Query' } }, hello: 'hello' },
    ],
  ])('%s', async (_, text, variables, data) => {
    const answer = await ask(text, variables);
    expect('later' in answer).toBe(false);
    expect((answer as GraphResult).data).toEqual(data);
  });

  test('whatever a client asks that takes no parts', async () => {
    const document = parse('{ users { id ... @defer { level } } }');
    expect((await at.graph.execute({ document, caller: ANONYMOUS })).data).toEqual(DATA);
  });

  test('and in parts again when the variable says so', async () => {
    const text = 'query($d: Boolean = false) { users { id ... @defer(if: $d) { level } } }';
    expect('later' in (await ask(text))).toBe(false);
    expect('later' in (await ask(text, { d: true }))).toBe(true);
  });
});

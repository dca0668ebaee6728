import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import { Newsroom } from '../../testing/news.ts';
import { recordingLog } from '../../testing/recording-log.ts';
import { until } from '../../testing/until.ts';
import { Graph, type GraphRequest, type GraphResult, type GraphStream } from '../graph.ts';

let room: Newsroom;
let graph: Graph;
beforeEach(async () => {
  room = new Newsroom();
  const endpointOf = ({ name }: { name: string }) => room.endpoints[name as 'news'];
  graph = await Graph.load({ sdl: Newsroom.supergraph(), endpointOf, log: recordingLog() });
});
afterEach(() => graph.stop());

const user = (userId: string, more: Partial<Caller> = {}): Caller => ({ ...ANONYMOUS, kind: 'user', userId, ...more });
const follow = async (text: string, caller: Caller, more: Partial<GraphRequest> = {}): Promise<GraphStream> => {
  const stream = await graph.subscribe({ document: parse(text), caller, ...more });
  if (!('next' in stream)) throw new Error(JSON.stringify(stream));
  return stream;
};
const take = async (stream: GraphStream, many: number): Promise<GraphResult[]> => {
  const results: GraphResult[] = [];
  while (results.length < many) results.push((await stream.next()).value);
  return results;
};
const texts = (results: readonly GraphResult[]) =>
  results.map(({ data }) => ((data?.['news'] ?? data?.['letter']) as { text: string }).text);

const NEWS = 'subscription { news { text author { name } } }';
const MIXED = 'subscription { news { text author { name isFriend } } }';
const LETTER = 'subscription { letter { text for } }';

describe('equal subscriptions', () => {
  test('to what is the same for everybody are one upstream and one execution, in nobody’s name, and one result', async () => {
    const streams = await Promise.all(Array.from({ length: 50 }, (_, n) => follow(NEWS, user(`u${n}`))));
    const results = Promise.all(streams.map((stream) => stream.next()));
    room.tell('one');
    const values = (await results).map(({ value }) => value as GraphResult);
    expect(values[0]).toEqual({ data: { news: { text: 'one', author: { name: 'Author one' } } }, position: '1' });
    expect(new Set(values).size).toBe(1);
    expect(room.subscribed.map(({ caller }) => [caller.kind, caller.userId])).toEqual([['everyone', null]]);
    expect(room.fetched.map(({ caller }) => [caller.kind, caller.userId])).toEqual([['everyone', null]]);
    expect(graph.live).toEqual({ subscriptions: 50, upstreams: 1 });
    await Promise.all(streams.slice(1).map((stream) => stream.return()));
    expect(room.open).toBe(1);
    await streams[0]!.return();
    await until(() => room.open === 0);
    expect(graph.live).toEqual({ subscriptions: 0, upstreams: 0 });
  });

  test('of which one field depends on the viewer share the events, and each reader has the rest in its own name', async () => {
    const [ada, bob] = await Promise.all([follow(MIXED, user('ada')), follow(MIXED, user('bob'))]);
    const both = Promise.all([ada!.next(), bob!.next()]);
    room.tell('one');
    const news = (isFriend: boolean) => ({ news: { text: 'one', author: { name: 'Author one', isFriend } } });
    expect((await both).map(({ value }) => (value as GraphResult).data)).toEqual([news(true), news(false)]);
    expect(room.subscribed).toHaveLength(1);
    expect(room.fetched.map(({ caller }) => caller.userId).sort()).toEqual(['ada', 'bob']);
    await Promise.all([ada!.return(), bob!.return()]);
  });

  test('to what is not marked are one only for one caller with the same rights', async () => {
    const ada = user('ada', { permissions: ['a'] });
    const callers = [ada, { ...ada, requestId: 'another', nonce: 'another' }, user('ada'), user('bob')];
    const streams = await Promise.all(callers.map((caller) => follow(LETTER, caller)));
    const heard = Promise.all(streams.map((stream) => stream.next()));
    room.tell('one');
    const whose = (await heard).map(({ value }) => ((value as GraphResult).data!['letter'] as { for: string }).for);
    expect(whose).toEqual(['ada', 'ada', 'ada', 'bob']);
    expect(room.subscribed).toHaveLength(3);
    await Promise.all(streams.map((stream) => stream.return()));
    await until(() => room.open === 0);
  });

  test('of clients that say other things in their headers are one only where it is the same for everybody, who say nothing', async () => {
    const speaking = (language: string) => user('ada', { headers: { 'accept-language': language } });
    const callers = ['de', 'fr', 'de'].map(speaking);
    const letters = await Promise.all(callers.map((caller) => follow(LETTER, caller)));
    expect(room.subscribed.map(({ caller }) => caller.headers)).toEqual(
      callers.slice(0, 2).map(({ headers }) => headers),
    );
    room.subscribed.length = 0;
    const news = await Promise.all(callers.map((caller) => follow(NEWS, caller)));
    expect(room.subscribed.map(({ caller }) => caller.headers)).toEqual([undefined]);
    const mixed = await follow(MIXED, callers[1]!);
    const heard = mixed.next();
    room.tell('one');
    await heard;
    expect(room.fetched.at(-1)!.caller.headers).toEqual({ 'accept-language': 'fr' });
    await Promise.all([...letters, ...news, mixed].map((stream) => stream.return()));
  });

  test('with other variables or another text are not one', async () => {
    const skip = 'subscription ($x: Boolean!) { news { text author @skip(if: $x) { name } } }';
    const streams = [
      await follow(skip, ANONYMOUS, { variables: { x: true } }),
      await follow(skip, ANONYMOUS, { variables: { x: false } }),
      await follow('subscription { news { id } }', ANONYMOUS),
    ];
    expect(room.subscribed).toHaveLength(3);
    await Promise.all(streams.map((stream) => stream.return()));
  });
});

describe('a reader of a shared upstream', () => {
  test('hears everything in order, once, also where so many are told that others have a turn in between', async () => {
    const streams = await Promise.all(Array.from({ length: 600 }, (_, n) => follow(NEWS, user(`u${n}`))));
    const heard = Promise.all(streams.map((stream) => take(stream, 3)));
    room.tell('one', 'two', 'three');
    for (const results of await heard) expect(texts(results)).toEqual(['one', 'two', 'three']);
    await Promise.all(streams.map((stream) => stream.return()));
  });

  test('that comes late hears what is told from then on', async () => {
    const first = await follow(NEWS, user('ada'));
    room.tell('one');
    await first.next();
    const late = await follow(NEWS, user('bob'));
    room.tell('two');
    expect(texts(await take(late, 1))).toEqual(['two']);
    expect(texts(await take(first, 1))).toEqual(['two']);
    expect(room.subscribed).toHaveLength(1);
    await Promise.all([first.return(), late.return()]);
  });

  test('that does not read is cut off alone: the others miss nothing', async () => {
    const [slow, quick] = [await follow(NEWS, user('ada')), await follow(NEWS, user('bob'))];
    for (let n = 1; n <= 300; n++) {
      room.tell(`${n}`);
      expect(texts(await take(quick, 1))).toEqual([`${n}`]);
    }
    const { value } = await slow.next();
    expect(value.errors[0].extensions).toEqual({ code: 'SLOW_READER', resumable: true });
    expect((await slow.next()).done).toBe(true);
    expect(room.open).toBe(1);
    await quick.return();
    await until(() => room.open === 0);
  });

  test('that comes back is told what it missed from memory, in order and once, without another upstream', async () => {
    const [stays, leaves] = [await follow(NEWS, user('ada')), await follow(NEWS, user('bob'))];
    room.tell('one');
    const { position } = (await leaves.next()).value as GraphResult;
    await leaves.return();
    room.tell('two', 'three');
    expect(texts(await take(stays, 3))).toEqual(['one', 'two', 'three']);
    const back = await follow(NEWS, user('bob'), { after: position });
    room.tell('four');
    expect(texts(await take(back, 3))).toEqual(['two', 'three', 'four']);
    expect(room.subscribed).toHaveLength(1);
    await Promise.all([stays.return(), back.return()]);
  });

  test('after a restart all who were at one place share one upstream that continues there', async () => {
    room.tell('one', 'two');
    const back = await Promise.all(Array.from({ length: 20 }, (_, n) => follow(NEWS, user(`u${n}`), { after: '1' })));
    const fresh = await follow(NEWS, user('new'));
    const latecomer = await (async () => {
      expect(texts(await take(back[0]!, 1))).toEqual(['two']);
      return follow(NEWS, user('late'), { after: '1' });
    })();
    room.tell('three');
    for (const stream of [...back.slice(1), latecomer]) expect(texts(await take(stream, 2))).toEqual(['two', 'three']);
    expect(texts(await take(fresh, 1))).toEqual(['three']);
    expect(room.subscribed.map(({ after }) => after)).toEqual(['1', undefined]);
    await Promise.all([...back, fresh, latecomer].map((stream) => stream.return()));
  });

  test('that comes back to what is its own is told what it missed by the subgraph, as often as it comes back', async () => {
    room.tell('one', 'two');
    const streams: GraphStream[] = [];
    for (let n = 0; n < 2; n++) {
      streams.push(await follow(LETTER, user('ada'), { after: '0' }));
      expect(texts(await take(streams.at(-1)!, 2))).toEqual(['one', 'two']);
    }
    expect(room.subscribed).toHaveLength(2);
    await Promise.all(streams.map((stream) => stream.return()));
  });

  test('that gets other rights goes on under them where it was', async () => {
    const stream = await follow(LETTER, user('ada', { permissions: ['a'] }));
    room.tell('one');
    expect(texts(await take(stream, 1))).toEqual(['one']);
    const waiting = take(stream, 2);
    stream.reseal(user('ada', { permissions: ['a'], requestId: 'later' })); // the same rights
    stream.reseal(user('ada', { permissions: ['b'] }));
    room.tell('two', 'three');
    expect(texts(await waiting)).toEqual(['two', 'three']);
    expect(room.subscribed.map(({ caller, after }) => [caller.permissions, after])).toEqual([
      [['a'], undefined],
      [['b'], '1'],
    ]);
    await stream.return();
    await until(() => room.open === 0);
  });
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import { Newsroom } from '../../testing/news.ts';
import { recordingLog } from '../../testing/recording-log.ts';
import { nextSupergraphs, reloadDrill } from '../../testing/reload-drill.ts';
import { until } from '../../testing/until.ts';
import { Graph, type GraphStream } from '../graph.ts';

let room: Newsroom;
let graph: Graph;
beforeEach(async () => {
  room = new Newsroom();
  const endpointOf = ({ name }: { name: string }) => room.endpoints[name as 'news'];
  graph = await Graph.load({ sdl: Newsroom.supergraph(), endpointOf, log: recordingLog() });
});
afterEach(() => graph.stop());

const follow = async (text: string): Promise<GraphStream> => {
  const caller = { ...ANONYMOUS, kind: 'user' as const, userId: 'ada' };
  const stream = await graph.subscribe({ document: parse(text), caller });
  if (!('next' in stream)) throw new Error(JSON.stringify(stream));
  return stream;
};

test('reloads under 300 live subscriptions drop none and miss no event', async () => {
  const { heard, told, faults, alive } = await reloadDrill(300, 5);
  expect(faults).toEqual([]);
  expect(alive).toBe(300);
  for (const texts of heard) expect(texts).toEqual(told);
});

test('the upstream is kept where its events stay as they are; where they do not, another one continues after the last event', async () => {
  const stream = await follow('subscription { news { text author { name } } }');
  const next = async (text: string) => {
    const result = stream.next();
    room.tell(text);
    return (await result).value.data.news;
  };
  expect(await next('one')).toEqual({ text: 'one', author: { name: 'Author one' } });
  const [more, moved] = nextSupergraphs();
  graph.replace(more!);
  await until(() => graph.live.subscriptions === 1);
  expect(await next('two')).toEqual({ text: 'two', author: { name: 'Author two' } });
  expect(room.subscribed).toHaveLength(1);
  graph.replace(moved!);
  await until(() => room.subscribed.length === 2);
  expect(await next('three')).toEqual({ text: 'three', author: { name: 'By three' } });
  expect(room.subscribed[1]!.after).toBe('2');
  expect(room.fetched).toHaveLength(2);
  await stream.return();
});

test('a subscription ends with SUBSCRIPTION_GONE when a field is gone, at once, and the others go on', async () => {
  const [loses, keeps] = [
    await follow('subscription { letter { for text } }'),
    await follow('subscription { letter { for } }'),
  ];
  const last = loses.next();
  graph.replace(Newsroom.supergraph({ news: (sdl) => sdl.replace(' text: String', '') }));
  const [error] = (await last).value.errors;
  expect(error.extensions).toEqual({ code: 'SUBSCRIPTION_GONE', resumable: false });
  expect(error.message).toContain('text');
  expect((await loses.next()).done).toBe(true);
  const next = keeps.next();
  room.tell('one');
  expect((await next).value.data).toEqual({ letter: { for: 'ada' } });
  await keeps.return();
});

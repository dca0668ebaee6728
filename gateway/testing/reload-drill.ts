import { parse } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import { Graph, type GraphResult, type GraphStream } from '../graph/graph.ts';
import { Newsroom } from './news.ts';
import { recordingLog } from './recording-log.ts';
import { until } from './until.ts';

const QUESTIONS = [
  'subscription { news { text author { name } } }',
  'subscription { news { text author { isFriend } } }',
  'subscription { letter { text author { name } } }',
];

/** The next supergraphs: one with more, one in which the author's name comes with the news, and the first one again. */
export const nextSupergraphs = () => [
  Newsroom.supergraph({ authors: (sdl) => sdl.replace('isFriend', 'born: Int isFriend') }),
  Newsroom.supergraph({
    news: (sdl) =>
      sdl.replace('type Author @key(fields: "id") { id', 'type Author @key(fields: "id") { name: String id'),
    authors: (sdl) => sdl.replace(/name: String @tag\(name: "viewer-independent"\)/, ''),
  }),
  Newsroom.supergraph(),
];

export interface Drill {
  /** For each reader, the texts that it heard, in order. */
  readonly heard: readonly (readonly string[])[];
  readonly told: readonly string[];
  readonly faults: readonly unknown[];
  /** Subscriptions that were alive at the end. */
  readonly alive: number;
}

/** Many subscriptions of distinct users hear events while supergraph after supergraph is swapped in. */
export async function reloadDrill(readers: number, eventsBetween: number): Promise<Drill> {
  const room = new Newsroom();
  const endpointOf = ({ name }: { name: string }) => room.endpoints[name as 'news'];
  const graph = await Graph.load({ sdl: Newsroom.supergraph(), endpointOf, log: recordingLog() });
  const streams: GraphStream[] = [];
  for (let n = 0; n < readers; n++) {
    const caller = { ...ANONYMOUS, kind: 'user' as const, userId: `u${n}` };
    const stream = await graph.subscribe({ document: parse(QUESTIONS[n % QUESTIONS.length]!), caller });
    if (!('next' in stream)) throw new Error(JSON.stringify(stream));
    streams.push(stream);
  }
  const faults: unknown[] = [];
  const heard = streams.map((): string[] => []);
  streams.forEach((stream, n) => void listen(stream, heard[n]!, faults));
  const told: string[] = [];
  const tell = () => {
    told.push(`${told.length}`);
    room.tell(told.at(-1)!);
  };
  for (const sdl of nextSupergraphs()) {
    for (let n = 0; n < eventsBetween; n++) tell();
    graph.replace(sdl);
    tell(); // while subscriptions are planned anew
    await new Promise((resolve) => setImmediate(resolve));
  }
  tell();
  await until(() => heard.every(({ length }) => length >= told.length), 60_000).catch((error: unknown) =>
    faults.push(error),
  );
  const alive = graph.live.subscriptions;
  await Promise.all(streams.map((stream) => stream.return()));
  await graph.stop();
  return { heard, told, faults, alive };
}

async function listen(stream: AsyncIterable<GraphResult>, heard: string[], faults: unknown[]): Promise<void> {
  for await (const { data, errors } of stream) {
    if (errors) faults.push(errors);
    const event = (data?.['news'] ?? data?.['letter']) as { text: string } | undefined;
    if (event) heard.push(event.text);
  }
}

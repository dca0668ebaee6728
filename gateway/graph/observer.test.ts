import { afterEach, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { SubgraphCall, SubgraphEndpoint } from '#chassis/mount/endpoint';
import { federatedPair, type Pair } from '../testing/pair.ts';
import { recordingLog } from '../testing/recording-log.ts';
import { until } from '../testing/until.ts';
import { Graph, type GraphRequest } from './graph.ts';
import { both, type Fetching, type GraphObserver } from './observer.ts';

let pair: Pair | undefined;
afterEach(() => pair?.users.stop());

/** Everything an observer hears, in order, as words. */
function listener(trace?: string): GraphObserver & { readonly heard: string[]; readonly fetches: Fetching[] } {
  const heard: string[] = [];
  const fetches: Fetching[] = [];
  return {
    heard,
    fetches,
    planned: ({ operationName, kind, cached }) => void heard.push(`planned ${kind} ${operationName} ${cached}`),
    fetching(fetch) {
      fetches.push(fetch);
      heard.push(`fetching ${fetch.subgraph} ${fetch.kind} ${fetch.entities}`);
      return {
        ...(trace !== undefined && { trace }),
        shared: () => void heard.push(`shared ${fetch.subgraph}`),
        moved: (sent, received) => void heard.push(`moved ${sent > 0 && received > 0}`),
        retried: () => void heard.push(`retried ${fetch.subgraph}`),
        ended: (outcome) => void heard.push(`ended ${fetch.subgraph} ${outcome}`),
      };
    },
    slowPath: (operationName) => void heard.push(`slow ${operationName}`),
    subscribed: (operationName, subgraph) => ({
      event: () => void heard.push(`event ${operationName} ${subgraph}`),
      waiting: () => undefined,
      ended: (code) => void heard.push(`over ${operationName} ${code}`),
    }),
  };
}

async function graphOf(
  observer?: GraphObserver,
  change: (endpoint: SubgraphEndpoint) => SubgraphEndpoint = (it) => it,
) {
  pair = await federatedPair();
  const { endpoints, supergraphSdl } = pair;
  const endpointOf = ({ name }: { name: string }) => change(endpoints[name]!);
  return Graph.load({ sdl: supergraphSdl, endpointOf, log: recordingLog(), ...(observer && { observer }) });
}

const request = (text: string): GraphRequest => ({ document: parse(text), caller: { ...ANONYMOUS, kind: 'user' } });

test('an observer hears planning, every fetch with its entities and how it ended, and a cached plan as cached', async () => {
  const heard = listener();
  const graph = await graphOf(heard);
  const twice = request('query Levels { scores { points player { id level } } }');
  await graph.execute(twice);
  await graph.execute(twice);
  expect(heard.heard).toEqual([
    'planned query Levels false',
    'fetching games query 0',
    'ended games ok',
    'planned query Levels true',
    'fetching games query 0',
    'ended games ok',
  ]);
  expect(graph.plansKept).toBe(1);
});

test('the trace of a fetch travels with the caller, and only then', async () => {
  const calls: SubgraphCall[] = [];
  const graph = await graphOf(undefined, (endpoint) => ({
    ...endpoint,
    execute(call) {
      calls.push(call);
      return endpoint.execute(call);
    },
  }));
  await graph.execute(request('{ scores { points } }'));
  await graph.execute({ ...request('{ scores { points } }'), observer: listener('00-aa-bb-01') });
  expect(calls.map(({ caller }) => caller.trace)).toEqual([undefined, '00-aa-bb-01']);
});

test('a read that cannot be delivered is heard as retried and ends with its fault; a mutation is not retried', async () => {
  const heard = listener();
  const graph = await graphOf(heard, (endpoint) => ({
    ...endpoint,
    execute: () => Promise.reject(new Error('cut')),
  }));
  await graph.execute(request('{ scores { points } }'));
  expect(heard.heard.slice(1)).toEqual(['fetching games query 0', 'retried games', 'ended games SUBGRAPH_UNAVAILABLE']);
  heard.heard.length = 0;
  await graph.execute(request('mutation { pay(points: 1) { points } }'));
  expect(heard.heard.slice(1)).toEqual(['fetching games mutation 0', 'ended games SUBGRAPH_UNAVAILABLE']);
});

test('data that does not fit the schema is heard as a slow answer', async () => {
  const heard = listener();
  const graph = await graphOf(heard, (endpoint) => ({
    ...endpoint,
    execute: async () => ({ data: { scores: [{ points: 'many' }] } }),
  }));
  await graph.execute(request('query Odd { scores { points } }'));
  expect(heard.heard.at(-1)).toBe('slow Odd');
});

test('a subscription is heard from its opening to its end, event by event', async () => {
  const heard = listener();
  const graph = await graphOf(heard);
  const stream = await graph.subscribe(request('subscription Live { scored { points } }'));
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
  const first = stream.next();
  pair!.games.scored.publish({ scored: { points: 1 } });
  expect((await first).value).toMatchObject({ data: { scored: { points: 1 } } });
  await stream.return!();
  const over = () => heard.heard.includes('over Live ok');
  await until(over);
  expect(heard.heard).toEqual([
    'planned subscription Live false',
    'fetching games subscription 0',
    'ended games ok',
    'event Live games',
    'over Live ok',
  ]);
});

test('two observers hear the same, and a fetch has the trace of the one that gives one', async () => {
  const [one, other] = [listener(), listener('00-cc-dd-01')];
  const fetch = both(one, other)!.fetching!({
    subgraph: 's',
    kind: 'query',
    query: '{a}',
    entities: 2,
  })!;
  fetch.moved(1, 2);
  fetch.shared();
  fetch.retried();
  fetch.ended('errors');
  expect(fetch.trace).toBe('00-cc-dd-01');
  expect(one.heard).toEqual(['fetching s query 2', 'moved true', 'shared s', 'retried s', 'ended s errors']);
  expect(other.heard).toEqual(one.heard);
  expect(both(undefined, one)).toBe(one);
  expect(both(undefined, undefined)).toBeUndefined();
});

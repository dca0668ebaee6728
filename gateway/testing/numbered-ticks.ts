import type { SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { Stream } from './stream.ts';

/** An endpoint whose `ticks` remember what they told: each has the position `at-<number>`, and one may continue after it. */
export function numberedTicks(endpoint: SubgraphEndpoint) {
  const told: number[] = [];
  const live = new Stream<number>();
  return {
    told,
    live,
    tick(): void {
      told.push(told.length + 1);
      live.publish(told.length);
    },
    endpoint: {
      ...endpoint,
      async subscribe(call) {
        if (!call.query.includes('ticks')) return endpoint.subscribe(call);
        const after = call.after === undefined ? undefined : Number(/^at-(\d+)$/.exec(call.after)?.[1]);
        const missed = after === undefined ? [] : told.filter((tick) => tick > after);
        const source = live.follow(call.signal); // from this call on, as every subgraph does
        return eventsOf(source, missed, Number.isNaN(after));
      },
    } satisfies SubgraphEndpoint,
  };
}

async function* eventsOf(
  source: AsyncIterableIterator<number>,
  missed: readonly number[],
  isTooOld: boolean,
): AsyncGenerator<SubgraphResult, undefined> {
  if (isTooOld) {
    await source.return!();
    yield { data: null, errors: [{ message: 'too old', extensions: { code: 'RESUME_TOO_OLD' } }] };
    return;
  }
  for (const tick of missed) yield resultOf(tick);
  for await (const tick of source) yield resultOf(tick);
}

function resultOf(tick: number): SubgraphResult {
  return { data: { ticks: tick }, extensions: { position: `at-${tick}` } };
}

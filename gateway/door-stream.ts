import type { SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { ResumeTooOld } from './follow-stream.ts';
import { doorCaller } from './identity/door-caller.ts';

export interface DoorStream {
  readonly subgraph: string;
  readonly endpoint: SubgraphEndpoint;
  readonly query: string;
  /** The token of the last message seen. */
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * A subgraph's internal stream, asked for by the door itself. `signal` ends it also while it waits for a message, and its end is waited
 * for: in one process the subgraph's database goes next.
 */
export async function* doorStream({ subgraph, endpoint, query, after, signal }: DoorStream): AsyncGenerator<unknown> {
  const caller = doorCaller(Number.MAX_SAFE_INTEGER);
  const stream = await endpoint.subscribe({ query, variables: { after: after ?? null }, caller, signal });
  if (!(Symbol.asyncIterator in stream)) return void answered(subgraph, stream);
  let leaving: Promise<unknown> | undefined;
  const leave = (): void => void (leaving ??= stream.return?.().catch(() => undefined)); // nobody hears it any more
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  try {
    for await (const result of stream) yield answered(subgraph, result);
  } finally {
    signal.removeEventListener('abort', leave);
    await leaving;
  }
}

/** What a subgraph answered the door; throws what it refused. */
export function answered(subgraph: string, { data, errors }: SubgraphResult): unknown {
  const [error] = errors ?? [];
  if (error?.extensions?.['code'] === 'RESUME_TOO_OLD') throw new ResumeTooOld(error.message);
  if (error) throw new Error(`${subgraph} answered: ${error.message}`);
  return data;
}

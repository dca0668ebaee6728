import { z } from 'zod';
import type { Log } from '#chassis/log/log';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { doorStream } from '../../door-stream.ts';
import { FollowedStream } from '../../follow-stream.ts';

/** What a subgraph says of its changes: tags (`Type` or `Type:id`), and by how much it may be behind itself. */
export interface Change {
  readonly token: string;
  readonly tags: readonly string[];
  readonly behindMs: number;
}

/** The field of a subgraph's own stream of changes, where it has one. */
export const changesField = (subgraph: string): string => `${subgraph}Changed`;

const MAX_SILENCE_MS = 3_000;

const answer = z.object({
  change: z.object({ token: z.string(), tags: z.array(z.string()), behindMs: z.number().min(0) }),
});

/** One subgraph's stream of changes, followed by this gateway under its own seal. */
export class ChangeFeed {
  readonly #stream: FollowedStream<Change>;
  #behindMs = Infinity;

  constructor(
    subgraph: string,
    endpoint: SubgraphEndpoint,
    told: { changed(tags: readonly string[]): void; everything(): void },
    log: Log,
    now: () => number = () => performance.now(),
  ) {
    this.#stream = new FollowedStream({
      name: `stream of changes of ${subgraph}`,
      open: (after, signal) => changes(subgraph, endpoint, after, signal),
      heard: ({ tags, behindMs }) => {
        this.#behindMs = behindMs;
        if (tags.length > 0) told.changed(tags);
      },
      begunAnew: () => told.everything(),
      maxSilenceMs: MAX_SILENCE_MS,
      log,
      now,
    });
    this.#stream.start();
  }

  /** True while changes are heard within seconds. */
  get current(): boolean {
    return this.#stream.current && this.#behindMs <= MAX_SILENCE_MS;
  }

  stop(): Promise<void> {
    return this.#stream.stop();
  }
}

async function* changes(
  subgraph: string,
  endpoint: SubgraphEndpoint,
  after: string | undefined,
  signal: AbortSignal,
): AsyncIterable<Change> {
  const query = `subscription DoorChanges($after: String) { change: ${changesField(subgraph)}(after: $after) { token tags behindMs } }`;
  for await (const data of doorStream({ subgraph, endpoint, query, after, signal })) yield answer.parse(data).change;
}

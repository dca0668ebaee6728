import type { Mounted } from '#chassis/mount/mount';
import { callerOf } from './mounted.ts';

export interface ChangeMessage {
  readonly token: string;
  readonly tags: readonly string[];
  readonly behindMs: number;
}

export interface FollowedChanges {
  next(): Promise<ChangeMessage>;
  /** The next message that says something, past the heartbeats. */
  untilTags(): Promise<ChangeMessage>;
  stop(): Promise<unknown>;
}

/** Follows what a subgraph that runs in the background tells the door of its changes, as the door does. */
export async function followChanges(
  { name, endpoint }: Pick<Mounted, 'name' | 'endpoint'>,
  after: string | null = null,
): Promise<FollowedChanges> {
  const stream = await endpoint.subscribe({
    query: `subscription ($after: String) { change: ${name}Changed(after: $after) { token tags behindMs } }`,
    variables: { after },
    caller: callerOf({ kind: 'gateway' }),
  });
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
  const next = async (): Promise<ChangeMessage> => {
    const { value } = await stream.next();
    if (!value?.data) throw new Error(`the stream ended: ${JSON.stringify(value)}`);
    return value.data['change'] as ChangeMessage;
  };
  const untilTags = async (): Promise<ChangeMessage> => {
    for (;;) {
      const message = await next();
      if (message.tags.length > 0) return message;
    }
  };
  return { next, untilTags, stop: async () => stream.return?.() };
}

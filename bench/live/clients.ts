import { WebSocket } from 'ws';

/**
 * Sockets of distinct users in a process of its own: each says who it is, follows what it is told to, and notes what it hears when. What is
 * heard is read afterwards, so that reading takes nothing from the machine while it counts.
 * In: the door's URL, and messages. Out: one answer to each.
 */
export type ToClients =
  /** `isTold`: subscribed is who has had a first position. */
  | { readonly follow: { readonly tokens: string[]; readonly queries: string[]; readonly isTold: boolean } }
  /** All go away without a word. */
  | { readonly leave: true }
  /** And come back with the position of what they heard last. */
  | { readonly resume: true }
  /** Everything heard; the process ends with it. */
  | { readonly tell: true };

/** Of one event: which client heard it, its id, and when. */
export type HeardEvent = [client: number, eventId: string, at: number];

export interface Told {
  readonly heard: HeardEvent[];
  /** What was neither an event nor a position: closed sockets, errors, completions. */
  readonly faults: string[];
}

interface Follower {
  readonly token: string;
  readonly query: string;
  readonly heard: { readonly text: string; readonly at: number }[];
  socket?: WebSocket;
}

interface Next {
  type: string;
  payload?: {
    data?: Record<string, { id: string }> | null;
    errors?: unknown;
    extensions?: { position?: string };
  };
}

const [url] = process.argv.slice(2) as [string];
const AT_ONCE = 50;
const followers: Follower[] = [];
const faults: string[] = [];
const now = () => performance.timeOrigin + performance.now();

function open(follower: Follower, isTold: boolean, after?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = (follower.socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false }));
    let isGreeted = false;
    const fault = (reason: string): void => {
      faults.push(reason);
      reject(new Error(reason));
    };
    socket.on('error', (error) => fault(String(error)));
    socket.on('close', (code) => fault(`closed with ${code}`));
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${follower.token}` } })),
    );
    socket.on('message', (bytes) => {
      const at = now();
      if (isGreeted) {
        follower.heard.push({ text: String(bytes), at });
        return resolve();
      }
      isGreeted = true;
      const extensions = { positions: true, ...(after !== undefined && { after }) };
      const payload = { query: follower.query, extensions };
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
      if (!isTold) resolve();
    });
  });
}

async function openAll(isTold: boolean, afterOf: (follower: Follower) => string | undefined): Promise<void> {
  for (let at = 0; at < followers.length; at += AT_ONCE)
    await Promise.all(followers.slice(at, at + AT_ONCE).map((one) => open(one, isTold, afterOf(one))));
}

function leave(): void {
  for (const { socket } of followers) socket!.removeAllListeners('close').removeAllListeners('message').terminate();
}

function lastPositionOf({ heard }: Follower): string | undefined {
  return heard.map(({ text }) => (JSON.parse(text) as Next).payload?.extensions?.position).findLast(Boolean);
}

function told(): Told {
  const heard = followers.flatMap((follower, n) =>
    follower.heard.flatMap(({ text, at }): HeardEvent[] => {
      const { type, payload } = JSON.parse(text) as Next;
      if (type !== 'next' || payload?.errors !== undefined) faults.push(text);
      const event = payload?.data && Object.values(payload.data)[0];
      return event ? [[n, event.id, at]] : [];
    }),
  );
  return { heard, faults };
}

async function answer(message: ToClients): Promise<object> {
  if ('follow' in message) {
    const { tokens, queries, isTold } = message.follow;
    for (const [n, token] of tokens.entries())
      followers.push({ token, query: queries[n % queries.length]!, heard: [] });
    await openAll(isTold, () => undefined);
  } else if ('resume' in message) {
    await openAll(false, lastPositionOf);
  } else leave();
  return 'tell' in message ? told() : {};
}

process.on('message', (message: ToClients) => {
  void answer(message).then(
    (said) => process.send?.(said, () => 'tell' in message && process.disconnect?.()), // not before the message is out
  );
});

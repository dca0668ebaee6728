import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient, MessageType, stringifyMessage } from 'graphql-ws';
import { session } from './browser.ts';

/** Both roads to `/graphql` with the session's token on them: HTTP for queries and mutations, one WebSocket for subscriptions. */
export function createTransport(): Fetcher {
  return createGraphiQLFetcher({
    url: '/graphql',
    fetch: fetchWithToken,
    headers: { 'apollo-require-preflight': 'true' },
    wsClient: createSocket(),
  });
}

const fetchWithToken: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers);
  // What somebody typed into the headers editor wins: that is what the editor is for.
  if (!headers.has('authorization')) {
    const token = await session.freshToken();
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
  }
  return fetch(input, { ...init, headers, credentials: 'same-origin' });
};

function createSocket(): ReturnType<typeof createClient> {
  let open: WebSocket | null = null;
  const client = createClient({
    url: new URL('/graphql', location.href.replace(/^http/, 'ws')).href,
    lazy: true,
    retryAttempts: 10,
    keepAlive: 20_000,
    connectionParams: async () => {
      const token = await session.freshToken();
      return token === null ? {} : { authorization: `Bearer ${token}` };
    },
    on: {
      connected: (socket) => (open = socket as WebSocket),
      closed: () => (open = null),
    },
  });
  let subject = subjectOf();
  session.subscribe(() => {
    const now = session.current();
    if (subjectOf() !== subject) {
      subject = subjectOf();
      // Another person, another socket: running subscriptions start again with the rights of the one who is here now.
      client.terminate();
    } else if (now.status === 'signedIn' && open?.readyState === WebSocket.OPEN) {
      const payload = { authorization: `Bearer ${now.token}` };
      open.send(stringifyMessage({ type: MessageType.Ping, payload }));
    }
  });
  return client;
}

function subjectOf(): string {
  const state = session.current();
  return state.status === 'signedIn' ? state.claims.sub : '';
}

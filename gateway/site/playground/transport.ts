import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient, MessageType, stringifyMessage } from 'graphql-ws';
import { authorisedFetch } from './authorised-fetch.ts';
import { session } from './browser.ts';

/** Close codes by which the server says that the token of a socket is no longer good. */
const TOKEN_ENDED = [4401, 4403];

/** Both roads to `/graphql` with the session's token on them: HTTP for queries and mutations, one WebSocket for subscriptions. */
export function createTransport(): Fetcher {
  return createGraphiQLFetcher({
    url: '/graphql',
    fetch: authorisedFetch(session, fetch),
    headers: { 'apollo-require-preflight': 'true' },
    wsClient: createSocket(),
  });
}

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
      closed: (event) => {
        open = null;
        if (TOKEN_ENDED.includes((event as CloseEvent).code)) void session.renew();
      },
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

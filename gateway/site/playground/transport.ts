import { createGraphiQLFetcher, type Fetcher, type FetcherParams } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql';
import { createClient, MessageType, stringifyMessage, type Client } from 'graphql-ws';
import { authorisedFetch } from './authorised-fetch.ts';
import { session } from './browser.ts';
import { readOperation } from './read-operation.ts';

/** Close codes by which the server says that the token of a socket is no longer good. */
const TOKEN_ENDED = [4401, 4403];

/** Both roads to `/graphql` with the session's token on them: HTTP for queries and mutations, one WebSocket for subscriptions. */
export function createTransport(): Fetcher {
  const socket = createSocket();
  const overHttp = createGraphiQLFetcher({
    url: '/graphql',
    fetch: authorisedFetch(session, fetch),
    headers: { 'apollo-require-preflight': 'true' },
  });
  return (given, options) => {
    const { kind, params } = readOperation(given);
    return kind === 'subscription' ? follow(socket, params) : overHttp(params, options);
  };
}

/** The events of a subscription. Stopping ends it at once, also while it waits for an event; a closed socket is told in words. */
function follow(socket: Client, params: FetcherParams): AsyncIterableIterator<ExecutionResult> {
  const events = socket.iterate({ ...params, operationName: params.operationName ?? undefined });
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () =>
      events.next().catch((cause: unknown) => {
        throw cause instanceof CloseEvent ? new Error(closingWords(cause), { cause }) : cause;
      }) as Promise<IteratorResult<ExecutionResult>>,
    return: () => events.return?.() as Promise<IteratorResult<ExecutionResult>>,
  };
}

function closingWords({ code, reason }: CloseEvent): string {
  return `The server closed the socket: ${reason || 'no reason given'} (${code}).`;
}

function createSocket(): Client {
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

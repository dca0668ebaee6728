import type { Server } from 'node:http';
import { GraphQLError, parse } from 'graphql';
import { CloseCode } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Caller } from '#chassis/identity/caller';
import { sealedText, unseal, type SealKey } from '#chassis/identity/seal';
import type { Log } from '#chassis/log/log';
import type { SubgraphCall } from './endpoint.ts';
import type { Mounted } from './mount.ts';

const MAX_FRAME_BYTES = 2 * 1024 * 1024;

export interface Operation {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** Upstream sockets of the gateways. The connection proves nothing: the seal in each subscribe payload does, and its age is checked then. */
export function serveSubscriptions(
  server: Server,
  mounted: Mounted,
  keys: readonly SealKey[],
  log: Log,
): { stop(): Promise<void> } {
  const sockets = new WebSocketServer({
    server,
    path: '/graphql',
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  const protocol = useServer(
    {
      onSubscribe(_context, _id, payload) {
        const seal = payload.extensions?.['seal'];
        const unsealed = unseal(typeof seal === 'string' ? seal : undefined, mounted.name, sealedText(payload), keys);
        if ('fault' in unsealed) {
          log.warn({ fault: unsealed.fault }, 'a subscription without a valid seal was refused');
          const extensions = { code: 'UNSEALED_CALL' };
          return [new GraphQLError('This subgraph answers only to its gateway.', { extensions })];
        }
        // the endpoint parses and validates by itself, from its cache; the protocol only wants to know which kind of operation it is
        return {
          schema: mounted.schema,
          document: parse(payload.query, { noLocation: true }),
          contextValue: { ...callOf(payload, unsealed.caller), ...resumeOf(payload.extensions ?? {}) },
          ...(payload.operationName && { operationName: payload.operationName }),
        };
      },
      execute: (args) => mounted.endpoint.execute(args.contextValue as SubgraphCall) as never,
      subscribe: (args) => mounted.endpoint.subscribe(args.contextValue as SubgraphCall) as never,
      onNext: (_context, _id, _payload, _args, result) => result, // its errors are formatted already
    },
    sockets,
  );
  return {
    async stop() {
      for (const socket of sockets.clients) socket.close(CloseCode.InternalServerError, 'stopping');
      await protocol.dispose();
    },
  };
}

export function callOf(operation: Operation, caller: Caller): SubgraphCall {
  return {
    query: operation.query,
    variables: operation.variables ?? {},
    ...(operation.operationName && { operationName: operation.operationName }),
    caller,
  };
}

/** What is sealed besides the operation itself. */
function resumeOf({ after, positions }: Record<string, unknown>): Pick<SubgraphCall, 'after' | 'positions'> {
  return { ...(typeof after === 'string' && { after }), ...(positions === true && { positions }) };
}

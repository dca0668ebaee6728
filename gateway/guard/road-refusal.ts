import { OperationTypeNode, type GraphQLError } from 'graphql';
import { refuse } from './refusals.ts';

const LIVE_ROADS =
  'Subscriptions are served on this path over a WebSocket (graphql-transport-ws), as text/event-stream, ' +
  'or as multipart/mixed;subscriptionSpec=1.0.';

/** Why an operation of this kind may not come by this road. */
export function roadRefusal(
  { road, streams = false }: { readonly road: string; readonly streams?: boolean },
  kind: OperationTypeNode,
): GraphQLError | undefined {
  if (road === 'socket' || kind === OperationTypeNode.QUERY) return undefined;
  if (kind === OperationTypeNode.SUBSCRIPTION) return streams ? undefined : refuse('BAD_REQUEST', LIVE_ROADS);
  if (road === 'post') return undefined;
  return refuse('METHOD_NOT_ALLOWED', `A GET request may not carry a ${kind}: use POST.`, { allow: 'POST' });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { refuse } from '../guard/refusals.ts';
import { isRefused, type Admitted, type Refused } from '../admitted.ts';
import type { Asked } from '../asked.ts';
import type { RoadParts } from '../road-parts.ts';
import { acceptedBy } from '../live/accept.ts';
import type { Exchange } from '../live/stream-route.ts';
import { setCacheHeaders } from '../traffic/cache/cache-headers.ts';
import type { CacheNote } from '../graph/run/run-prepared.ts';
import { sendErrors } from './answer.ts';
import { masked, type DoorContext } from './apollo.ts';
import { answerKey } from './answer-key.ts';
import { identify } from './identify.ts';
import { askedOf, isByHash, readJson, readSearch } from './read-request.ts';
import { aboutOf, type Visit } from './visit.ts';
import { isMultipart, readUploads, type Received } from './read-uploads.ts';
import { goneFrom, runOperation, type MaskedResult } from './run-operation.ts';
import type { AnswerFlight, SharedAnswers, WholeAnswer } from './shared-answers.ts';

export interface GraphqlRouteParts extends RoadParts {
  readonly apollo: ApolloServer<DoorContext>;
  /** A GET may carry any query, not only the hash of a registered one. */
  readonly getAllowed: boolean;
  /** Takes what a client sends that reads streams. */
  readonly stream: (exchange: Exchange) => Promise<void>;
  /** Where equal reads of clients meet, when they may. */
  readonly sharing: { readonly answers: SharedAnswers; readonly epoch: () => string } | undefined;
}

/** `/graphql` over HTTP, in the order of what costs least: method, size, JSON, who asks, how often; then the pipeline; then Apollo Server. */
export function graphqlRoute(parts: GraphqlRouteParts) {
  return async (request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void> => {
    const { body, files }: Received = isMultipart(request)
      ? await readUploads(parts, request, response, visit)
      : { body: await read(parts, request) };
    const road = request.method === 'POST' ? 'post' : 'get';
    const operation = body instanceof GraphQLError ? body : askedOf(body, road, parts.pipeline.texts);
    const asked =
      operation instanceof GraphQLError
        ? operation
        : { ...operation, ...inHeaders(request), ...(files !== undefined && { files }) };
    if (asked instanceof GraphQLError) return sendErrors(request, response, [asked], visit.masking);
    const { extensions } = body as Record<string, unknown>;
    const accepted = acceptedBy(request.headers.accept);
    if (accepted) return parts.stream({ request, response, visit, asked, extensions, accepted });
    await masked.run(visit.masking, () =>
      parts.sharing && files === undefined
        ? serveShared(parts, parts.sharing, request, response, visit, asked)
        : serve(parts, request, response, visit, asked),
    );
  };
}

/** What may be asked for in a header too, because not every tool can add to the body. */
function inHeaders({ headers }: IncomingMessage): Pick<Asked, 'wantsPlan'> {
  return headers['x-include-plan'] === 'true' ? { wantsPlan: true } : {};
}

async function read(
  parts: GraphqlRouteParts,
  request: IncomingMessage,
): Promise<Record<string, unknown> | GraphQLError> {
  if (request.method === 'POST') return readJson(request);
  if (request.method !== 'GET') return methodRefused('GET, POST');
  const search = readSearch(searchOf(request));
  if (search instanceof GraphQLError) return search;
  return parts.getAllowed || isByHash(search) ? search : methodRefused('POST');
}

/** As `serve`; but a read that equals one under way waits for the answer to that, once it was admitted like any other. */
async function serveShared(
  parts: GraphqlRouteParts,
  { answers, epoch }: NonNullable<GraphqlRouteParts['sharing']>,
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
  asked: Asked,
): Promise<void> {
  const admitted = await admit(parts, request, visit, asked);
  const isPlain = asked.wantsCost !== true && asked.wantsPlan !== true;
  const sharable = !isRefused(admitted) && admitted.operation.operation === 'query' && isPlain;
  if (!sharable) return serve(parts, request, response, visit, asked, admitted);
  const key = answerKey(asked, admitted, request.headers, epoch());
  const answer = await answers.join(key)?.landed;
  if (answer === undefined) return serve(parts, request, response, visit, asked, admitted, answers.begin(key));
  admitted.settle((answer.cost ??= admitted.costOf(answer.data)));
  parts.metrics.operation('http', 'query', 'ok', aboutOf(visit, admitted.operationName));
  if (response.destroyed) return;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.setHeader('cache-control', 'no-store');
  response.end(answer.body);
}

async function serve(
  parts: GraphqlRouteParts,
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
  asked: Asked,
  known?: Admitted | Refused,
  flight?: AnswerFlight,
): Promise<void> {
  let whole: WholeAnswer | undefined;
  try {
    whole = await serveAlone(parts, request, response, visit, asked, known, flight !== undefined);
  } finally {
    flight?.land(whole);
  }
}

/** Gives what others may be given too, when that is asked for and there is such a thing. */
async function serveAlone(
  parts: GraphqlRouteParts,
  request: IncomingMessage,
  response: ServerResponse,
  visit: Visit,
  asked: Asked,
  known: Admitted | Refused | undefined,
  isAwaited: boolean,
): Promise<WholeAnswer | undefined> {
  let result: MaskedResult | undefined;
  let refused: readonly GraphQLError[] | undefined;
  const cookies: string[] = [];
  let cache: CacheNote | undefined;
  const answer = await parts.apollo.executeHTTPGraphQLRequest({
    // always as a POST: what a GET may ask is decided by the pipeline, and its CSRF rule looks at headers only
    httpGraphQLRequest: { method: 'POST', headers: headersOf(request), search: '', body: bodyOf(asked) },
    context: async (): Promise<DoorContext> => {
      const admitted = known ?? (await admit(parts, request, visit, asked));
      if (isRefused(admitted)) {
        refused = admitted;
        parts.metrics.operation('http', 'refused', codeOf(admitted), aboutOf(visit));
        throw admitted[0]!;
      }
      const run = async () => {
        result = await runOperation(parts.graph, admitted, goneFrom(response), visit.masking);
        const { operation, operationName } = admitted;
        const outcome = codeOf(result.errors ?? []);
        parts.metrics.operation('http', operation.operation, outcome, aboutOf(visit, operationName));
        // nothing of it began: the answer is as if the door had been closed to it
        if (codeOf(result.errors ?? []) === 'OVERLOADED') refused = result.errors!.map(asError);
        cache = result.cache;
        return result;
      };
      return { admitted, run, cookies };
    },
  });
  if (refused) return void sendErrors(request, response, refused, visit.masking);
  const text = answer.body.kind === 'complete' ? answer.body.string : '';
  const isWhole = isAwaited && (answer.status ?? 200) === 200 && result !== undefined && isForAnyone(result, cookies);
  const body = isWhole ? Buffer.from(text) : text;
  const shared = isWhole ? { headers: [...answer.headers], body: body as Buffer, data: result!.data } : undefined;
  if (response.destroyed) return shared;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  setCacheHeaders(response, answer.status === undefined || answer.status === 200 ? cache : undefined);
  response.statusCode = answer.status ?? 200;
  response.end(body);
  return shared;
}

/** Errors name the request that they are of, cookies are for one client, and extensions are for who may see them. */
function isForAnyone({ data, errors, extensions }: MaskedResult, cookies: readonly string[]): boolean {
  return (
    data !== undefined && data !== null && errors === undefined && extensions === undefined && cookies.length === 0
  );
}

function codeOf(errors: readonly GraphQLFormattedError[]): string {
  return errors.length === 0 ? 'ok' : String(errors[0]!.extensions?.['code']);
}

async function admit(parts: GraphqlRouteParts, request: IncomingMessage, visit: Visit, asked: Asked) {
  const who = await identify(parts, request, visit);
  return 'caller' in who
    ? parts.pipeline.admit(asked, who.caller, { apiClient: who.apiClient, client: visit.client })
    : who;
}

function asError({ message, extensions }: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, { extensions });
}

function methodRefused(allow: string): GraphQLError {
  return refuse('METHOD_NOT_ALLOWED', `This path answers ${allow} only.`, { allow });
}

function bodyOf({ query, operationName, variables }: Asked): object {
  return { query, operationName, variables };
}

function searchOf(request: IncomingMessage): string {
  const at = request.url!.indexOf('?');
  return at < 0 ? '' : request.url!.slice(at);
}

/** What Apollo Server looks at: which media type is spoken, and what no page of another origin can send without asking first. */
const APOLLO_READS = ['content-type', 'accept', 'x-apollo-operation-name', 'apollo-require-preflight'] as const;

function headersOf({ headers }: IncomingMessage): HeaderMap {
  const read = new HeaderMap();
  for (const name of APOLLO_READS) {
    const value = headers[name];
    if (value !== undefined) read.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return read;
}

import {
  createSourceEventStream,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { executorOf } from '#chassis/execution/executor';
import type { Caller } from '#chassis/identity/caller';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from './endpoint.ts';
import type { RequestScope } from './request-scope.ts';
import { DeadlinePassed, isLate } from '#chassis/identity/deadline';
import { ReplayRefused } from '#chassis/identity/nonce';
import { Place } from '#chassis/live/place';
import { assertJson } from './assert-json.ts';
import { liveStream } from './live-stream.ts';
import { OpenStreams } from './open-streams.ts';
import { isOfDeadline } from './statement-time.ts';

const MAX_DOCUMENTS = 1_000;

/** Executes operations against the protected schema: one scope per operation, and one per event of a subscription. */
export function endpointOf<Ports>(
  schema: GraphQLSchema,
  scopeFor: (caller: Caller) => RequestScope<Ports>,
  options: { readonly assertJson?: boolean; readonly streams?: OpenStreams } = {},
): SubgraphEndpoint {
  const run = executorOf(schema);
  const streams = options.streams ?? new OpenStreams();
  const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  const documentOf = (call: SubgraphCall): DocumentNode | readonly GraphQLError[] => {
    if (call.document) return call.document;
    let known = documents.get(call.query);
    if (!known) {
      known = parseAndValidate(schema, call.query);
      if (documents.size >= MAX_DOCUMENTS) documents.delete(documents.keys().next().value!);
      documents.set(call.query, known);
    }
    return known;
  };

  const finish = (result: ExecutionResult, scope: RequestScope<Ports>): SubgraphResult => {
    if (options.assertJson && result.data) assertJson(result.data);
    return answerOf(result, scope);
  };
  const answerOf = (result: ExecutionResult, scope: RequestScope<Ports>): SubgraphResult => ({
    data: result.data as SubgraphResult['data'],
    ...(result.errors && { errors: result.errors.map((error) => present(error, scope)) }),
    ...(scope.cookies.length > 0 && { extensions: { cookies: scope.cookies } }),
  });

  return {
    async execute(call) {
      if (isLate(call.caller)) return { errors: [tooLate(new DeadlinePassed())] };
      const document = documentOf(call);
      if (Array.isArray(document)) return { errors: document.map((error: GraphQLError) => error.toJSON()) };
      const scope = scopeFor(call.caller);
      return finish(await run({ ...executionOf(call, document as DocumentNode), context: scope }), scope);
    },

    async subscribe(call) {
      const document = documentOf(call);
      if (Array.isArray(document)) return { errors: document.map((error: GraphQLError) => error.toJSON()) };
      return streams.begin((over) => follow(call, document as DocumentNode, over), call.signal);
    },
  };

  async function follow(
    call: SubgraphCall,
    document: DocumentNode,
    over: () => void,
  ): Promise<AsyncIterableIterator<SubgraphResult> | SubgraphResult> {
    const scope = scopeFor(call.caller);
    const place = new Place(scope.live, call.after);
    scope.live = place;
    const execution = executionOf(call, document);
    const { variables: variableValues, ...what } = execution;
    const source = await createSourceEventStream({ schema, ...what, variableValues, contextValue: scope });
    if (!(Symbol.asyncIterator in source)) return finish(source, scope);
    // every event gets a scope of its own: with one for all, entities and loaders of the first event would answer the last
    return liveStream({
      source,
      place,
      positions: call.positions === true,
      async answer(event) {
        const eventScope = scopeFor(call.caller);
        return finish(await run({ ...execution, root: event, context: eventScope }), eventScope);
      },
      over,
      broke: (error) => scope.log.error({ err: error }, 'a live stream broke'),
    });
  }

  function executionOf({ variables, operationName }: SubgraphCall, document: DocumentNode) {
    return { document, variables, ...(operationName !== undefined && { operationName }) };
  }

  /** What leaves the subgraph: GraphQL's own errors with their code; of a fault nothing but its request id. It is logged once, here. */
  function present(error: GraphQLError, { caller, log }: RequestScope<Ports>): GraphQLFormattedError {
    const original = error.originalError;
    const place = { ...(error.path && { path: error.path }) };
    if (original instanceof ReplayRefused) {
      return { message: original.message, ...place, extensions: { code: 'REPLAYED_CALL' } };
    }
    if (isOfDeadline(original, caller)) return { ...tooLate(new DeadlinePassed()), ...place };
    if (!original || original instanceof GraphQLError || isInputError(original)) {
      return { message: error.message, ...place, extensions: publicExtensions(error) };
    }
    log.error({ path: error.path?.join('.'), error: original.stack ?? original.message }, 'a resolver failed');
    return { message: 'Internal server error', ...place, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  }
}

function parseAndValidate(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query, { noLocation: true, maxTokens: 20_000 });
    const errors = validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

const tooLate = ({ message, code }: DeadlinePassed) => ({ message, extensions: { code } });

interface InputFault {
  property: string;
  constraints?: Record<string, string>;
  children?: InputFault[];
}
interface InputError extends Error {
  extensions: { validationErrors?: InputFault[] };
}

/** type-graphql's ArgumentValidationError, recognised by shape. */
function isInputError(error: Error): error is InputError {
  return Array.isArray((error as InputError).extensions?.validationErrors);
}

function publicExtensions(error: GraphQLError): Record<string, unknown> {
  const original = error.originalError;
  if (original && isInputError(original)) {
    return { code: 'BAD_USER_INPUT', fields: fieldFaults(original.extensions.validationErrors ?? []) };
  }
  return { code: 'BAD_USER_INPUT', ...error.extensions };
}

/** class-validator's tree as a flat list of `{ field, message }`. */
function fieldFaults(faults: readonly InputFault[], prefix = ''): { field: string; message: string }[] {
  return faults.flatMap((fault) => [
    ...Object.values(fault.constraints ?? {}).map((message) => ({ field: prefix + fault.property, message })),
    ...fieldFaults(fault.children ?? [], `${prefix}${fault.property}.`),
  ]);
}

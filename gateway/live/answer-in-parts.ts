import type { ServerResponse } from 'node:http';
import { OperationTypeNode } from 'graphql';
import { asFault, maskResult, operationOf, runOperation, settled, type MaskedResult } from '../front/run-operation.ts';
import type { Branch } from '../graph/branch.ts';
import { mergeInto } from '../graph/run/merge.ts';
import type { LaterPart, LaterParts } from '../graph/defer/run-deferred.ts';
import type { DeferredAnswer, GraphResult } from '../graph/graph.ts';
import { CLIENT_TIMEOUT_MS } from '../guard/limits.ts';
import { maskErrors, type Masking } from '../guard/mask.ts';
import { refuse } from '../guard/refusals.ts';
import type { Admitted } from '../admitted.ts';
import type { OperationRunner } from '../traffic/served-graph.ts';
import { drained } from './drained.ts';
import { STREAM_HEADERS } from './framing.ts';
import { FIRST_BOUNDARY, multipartType, partOf } from './multipart.ts';

/** A reader may take so long beyond the deadline of the operation; then the rest is dropped with the connection. */
const LAST_BYTES_MS = 5_000;

/** An answer that has begun: its first part, and the rest where something is deferred. */
export interface Begun {
  readonly first: MaskedResult;
  readonly rest?: {
    readonly later: DeferredAnswer['later'];
    /** What the client was given so far; each part is put into it. */
    readonly data: Branch;
  };
}

/** Begins an operation for a client that takes parts. Never throws. */
export async function runInParts(
  graph: OperationRunner,
  admitted: Admitted,
  gone: AbortSignal,
  masking: Masking,
): Promise<Begun> {
  if (!admitted.isWhole) return { first: await runOperation(graph, admitted, gone, masking) };
  // no signal at the deadline: every fetch ends at it by itself, and then says so in its part
  const signal = admitted.operation.operation === OperationTypeNode.QUERY ? gone : undefined;
  const begun = await beforeDeadline(graph.executeInParts(operationOf(admitted, signal)), admitted).catch(
    (error: unknown): GraphResult => ({ errors: [asFault(error)] }),
  );
  const initial = 'later' in begun ? begun.initial : begun;
  await admitted.settleFiles?.(initial);
  if (!('later' in begun)) {
    const extensions = settled(admitted, initial.data);
    return { first: { ...maskResult(initial, masking), ...(extensions && { extensions }) } };
  }
  const { later } = begun;
  gone.addEventListener('abort', () => void later.return!(), { once: true });
  if (gone.aborted) await later.return!();
  return { first: maskResult(initial, masking), rest: { later, data: initial.data ?? {} } };
}

/** The answer as Apollo clients read it (`deferSpec=20220824`): the first part, then each as soon as it is there. */
export async function sendParts(
  response: ServerResponse,
  first: MaskedResult,
  { later, data }: NonNullable<Begun['rest']>,
  admitted: Admitted,
  masking: Masking,
): Promise<void> {
  const late = AbortSignal.timeout(Math.max(0, admitted.caller.deadline - Date.now()) + LAST_BYTES_MS);
  const send = async (text: string): Promise<void> => {
    if (response.destroyed || response.write(text)) return;
    const closed = new AbortController();
    const close = (): void => closed.abort();
    response.once('close', close);
    await drained(response, AbortSignal.any([late, closed.signal]));
    response.off('close', close);
    if (late.aborted) response.destroy();
  };
  response.writeHead(200, { ...STREAM_HEADERS, 'content-type': multipartType('deferSpec=20220824') });
  await send(FIRST_BOUNDARY + partOf({ ...first, hasNext: true }, false));
  for await (const parts of later) {
    if (response.destroyed) return; // leaving the loop ends what is left
    for (const part of parts.incremental) putInto(data, part);
    const extensions = parts.hasNext ? undefined : settled(admitted, data); // one that nobody waited for costs what was estimated
    await send(partOf({ ...maskedParts(parts, masking), ...(extensions && { extensions }) }, !parts.hasNext));
  }
  response.end();
}

/** Rejects when the operation has no time left, whatever becomes of the work. */
async function beforeDeadline<T>(work: Promise<T>, { caller }: Admitted): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const tooLate = (): void => reject(refuse('GATEWAY_TIMEOUT', `No answer within ${CLIENT_TIMEOUT_MS / 1000} s.`));
  const timer = setTimeout(tooLate, Math.max(1, caller.deadline - Date.now()));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function putInto(data: Branch, { path, data: part }: LaterPart): void {
  const target = path.reduce<unknown>((at, key) => (at as Branch)[key], data) as Branch;
  if (part) mergeInto(target, part);
}

function maskedParts({ incremental, hasNext }: LaterParts, masking: Masking): object {
  return {
    incremental: incremental.map(({ errors, ...part }) =>
      errors === undefined ? part : { ...part, errors: maskErrors(errors, masking) },
    ),
    hasNext,
  };
}

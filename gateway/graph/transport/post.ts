import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher, Pool } from 'undici';
import { SEAL_HEADER } from '#chassis/identity/seal';
import { SubgraphFault } from '../run/fault.ts';

export interface PostTarget {
  readonly pool: Pool;
  readonly name: string;
  readonly path: string;
  readonly maxAnswerBytes: number;
}

/** Statuses by which a proxy or a starting process says "not now": the request was not carried out. */
const NOT_NOW = new Set([429, 502, 503, 504]);

/** The text of a GraphQL answer. Rejects with a SubgraphFault, or with the reason of the signal. */
export function post(
  target: PostTarget,
  body: string,
  sealed: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const answer = new Answer(target, resolve, reject, signal);
    target.pool.dispatch(
      {
        path: target.path,
        method: 'POST',
        headers: ['content-type', 'application/json', 'accept', 'application/json', SEAL_HEADER, sealed],
        body,
      },
      answer,
    );
  });
}

/** A plain handler: without streams and without a promise per chunk. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #target: PostTarget;
  readonly #resolve: (text: string) => void;
  readonly #reject: (fault: unknown) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;

  constructor(
    target: PostTarget,
    resolve: (text: string) => void,
    reject: (fault: unknown) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#target = target;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort, { once: true });
  }

  readonly #abort = (): void => this.#fail(this.#signal?.reason);

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('settled before it was sent'));
    else if (this.#signal?.aborted) this.#abort();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    const { name } = this.#target;
    if (NOT_NOW.has(status)) {
      const retryAfterMs = retryAfterMsOf(headers['retry-after']);
      const fault = { ...(retryAfterMs !== undefined && { retryAfterMs }) };
      return this.#fail(new SubgraphFault('SUBGRAPH_UNAVAILABLE', `${name} answered ${status}`, fault));
    }
    if (status !== 200) return this.#fail(new SubgraphFault('SUBGRAPH_INVALID', `${name} answered ${status}`));
    const type = String(headers['content-type'] ?? '');
    if (!/^application\/(json|graphql-response\+json)\b/i.test(type))
      this.#fail(new SubgraphFault('SUBGRAPH_INVALID', `${name} answered with ${type || 'no content type'}`));
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    const { name, maxAnswerBytes } = this.#target;
    if (this.#size > maxAnswerBytes)
      return this.#fail(
        new SubgraphFault('ANSWER_TOO_LARGE', `${name} answered with more than ${maxAnswerBytes} bytes`),
      );
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (!this.#settle()) return;
    this.#resolve(this.#chunks.length === 1 ? this.#chunks[0]!.toString() : Buffer.concat(this.#chunks).toString());
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(
      new SubgraphFault('SUBGRAPH_UNAVAILABLE', `${this.#target.name} could not be reached`, { cause: error }),
    );
  }

  #fail(fault: unknown): void {
    if (!this.#settle()) return;
    this.#reject(fault);
    this.#controller?.abort(fault instanceof Error ? fault : new Error('aborted'));
  }

  /** True the first time: whatever ends the call first decides it. */
  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#signal?.removeEventListener('abort', this.#abort);
    return true;
  }
}

/** Seconds, or a date (RFC 9110, 10.2.3); undefined for anything else. */
function retryAfterMsOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

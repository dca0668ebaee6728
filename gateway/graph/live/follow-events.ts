import { applyRewrites } from '@apollo/gateway/dist/dataRewrites.js';
import { GraphQLError } from 'graphql';
import type { SubgraphResult } from '#chassis/mount/endpoint';
import { withClientPath } from '../plan/client-keys.ts';
import type { Prepared } from '../plan/prepare.ts';
import type { FetchObservation, SubscriptionObservation } from '../observer.ts';
import { downstreamError, faultError } from '../run/errors.ts';
import { SubgraphFault } from '../run/fault.ts';
import type { RunInput, RunSetting } from '../run/run.ts';
import { runPrepared, type GraphResult } from '../run/run-prepared.ts';
import { BoundedQueue, QUEUE_LIMITS } from './bounded-queue.ts';

export interface FollowInput extends RunInput {
  readonly after?: string;
  /** Hand on results that hold nothing but a position. */
  readonly positions?: boolean;
}

/**
 * Events come from the subgraph that owns the root field; what the event does not carry is fetched per event from the others. The
 * upstream subscription ends when the reader returns, when the signal aborts, or when the reader lags too far.
 */
export async function followEvents(
  prepared: Prepared,
  setting: RunSetting,
  input: FollowInput,
): Promise<AsyncIterableIterator<GraphResult> | GraphResult> {
  const { request } = prepared.primary!;
  const endpoint = setting.endpoints.get(request.service);
  const stop = new AbortController();
  const variables = Object.fromEntries(
    Object.entries(input.variables).filter(([name]) => request.variables.includes(name)),
  );
  const { query, document, operationName } = request;
  const { caller } = input;
  const { service: subgraph, kind } = request;
  const fetch = input.observer?.fetching?.({ subgraph, kind, query, entities: 0 });
  let source: AsyncIterableIterator<SubgraphResult> | SubgraphResult;
  try {
    if (endpoint === undefined) throw new SubgraphFault('SUBGRAPH_UNAVAILABLE', `no subgraph ${request.service}`);
    if (input.signal?.aborted) throw new SubgraphFault('CANCELLED', 'cancelled before it began');
    const call = {
      query,
      document,
      variables,
      caller: fetch?.trace === undefined ? caller : { ...caller, trace: fetch.trace },
      signal: stop.signal,
      ...(operationName ? { operationName } : {}),
      after: input.after,
      positions: input.positions,
    };
    source = await endpoint.subscribe(call);
  } catch (fault) {
    end(fetch, fault);
    return { errors: [faultError(fault, subgraph)] };
  }
  fetch?.ended(isStream(source) ? 'ok' : 'errors');
  if (!isStream(source)) return refusedBy(source, subgraph);
  const observation = input.observer?.subscribed?.(prepared.node.name?.value, subgraph);
  return new Follower(source, prepared, setting, input, stop, observation).results();
}

function end(fetch: FetchObservation | undefined, fault: unknown): void {
  fetch?.ended(fault instanceof SubgraphFault ? fault.code : 'SUBGRAPH_UNAVAILABLE');
}

function isStream(source: object): source is AsyncIterableIterator<SubgraphResult> {
  return Symbol.asyncIterator in source;
}

function refusedBy(result: SubgraphResult, service: string): GraphResult {
  const errors = result.errors?.map((error) => downstreamError(error, service, error.path));
  return errors?.length ? { errors } : { errors: [faultError(new Error(`${service} opened no stream`), service)] };
}

class Follower {
  readonly #source: AsyncIterableIterator<SubgraphResult>;
  readonly #prepared: Prepared;
  readonly #setting: RunSetting;
  readonly #input: FollowInput;
  readonly #stop: AbortController;
  readonly #observation: SubscriptionObservation | undefined;
  /** Why it ended, when not because its source or its reader had enough. */
  #code = 'ok';
  readonly #queue = new BoundedQueue<SubgraphResult>(QUEUE_LIMITS, () =>
    ended('SLOW_READER', 'the reader lags too far'),
  );

  constructor(
    source: AsyncIterableIterator<SubgraphResult>,
    prepared: Prepared,
    setting: RunSetting,
    input: FollowInput,
    stop: AbortController,
    observation?: SubscriptionObservation,
  ) {
    this.#source = source;
    this.#prepared = prepared;
    this.#setting = setting;
    this.#input = input;
    this.#stop = stop;
    this.#observation = observation;
    void this.#pump();
  }

  /** Reads the upstream as fast as it speaks, so that a slow reader fills our bounded queue and not a socket's buffers. */
  async #pump(): Promise<void> {
    const cancel = () => this.#close();
    this.#input.signal?.addEventListener('abort', cancel, { once: true });
    if (this.#input.signal?.aborted) cancel();
    try {
      for await (const event of this.#source) {
        if (!this.#queue.push(event)) {
          if (this.#queue.overflowed) this.#code = 'SLOW_READER';
          break; // breaking closes the source
        }
        this.#observation?.waiting(this.#queue.length);
      }
      this.#queue.end();
    } catch {
      if (!this.#queue.ended) this.#code = 'STREAM_BROKEN';
      this.#queue.push(ended('STREAM_BROKEN', `the stream of ${this.#prepared.primary!.request.service} broke`));
      this.#queue.end();
    } finally {
      this.#input.signal?.removeEventListener('abort', cancel);
      this.#stop.abort();
      this.#observation?.waiting(0);
      this.#observation?.ended(this.#code);
    }
  }

  #close(): void {
    this.#queue.discard();
    this.#stop.abort();
    void this.#source.return?.()?.catch(() => undefined); // the reader has gone: nobody is left to tell
  }

  results(): AsyncIterableIterator<GraphResult> {
    const next = async (): Promise<IteratorResult<GraphResult>> => {
      for (;;) {
        const event = await this.#queue.take();
        if (event === undefined) return { done: true, value: undefined };
        if (isEvent(event)) this.#taken();
        else if (!this.#input.positions) continue;
        return { done: false, value: await this.#result(event) };
      }
    };
    let last: Promise<unknown> = Promise.resolve();
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => {
        const result = last.then(next); // events are delivered in order, however eagerly a reader pulls
        last = result.catch(() => undefined);
        return result;
      },
      return: () => {
        this.#close();
        return Promise.resolve({ done: true as const, value: undefined });
      },
      throw: (fault) => {
        this.#close();
        return Promise.reject(fault instanceof Error ? fault : new Error(String(fault)));
      },
    };
  }

  #taken(): void {
    this.#observation?.event();
    if (!this.#queue.ended) this.#observation?.waiting(this.#queue.length);
  }

  async #result(event: SubgraphResult): Promise<GraphResult> {
    const position = event.extensions?.position;
    const result = !isEvent(event) ? {} : await this.#completed(event);
    if (typeof position === 'string') result.position = position;
    return result;
  }

  /** The event with what other subgraphs know of it. */
  async #completed(event: SubgraphResult): Promise<GraphResult> {
    const { request, fetch } = this.#prepared.primary!;
    const errors = (event.errors ?? []).map((error) =>
      error instanceof GraphQLError && error.extensions['resumable'] === true
        ? error
        : withClientPath(downstreamError(error, request.service, error.path), this.#prepared.clientKeys),
    );
    if (!event.data) return errors.length > 0 ? { data: event.data, errors } : { data: null };
    applyRewrites(this.#setting.snapshot.supergraphSchema, fetch.outputRewrites, event.data);
    const { variables, caller, signal, observer } = this.#input;
    const deadline = Date.now() + this.#setting.limits.readMs; // the subscription lives on; one event has a read's time
    const input = { variables, caller: { ...caller, deadline }, signal, observer };
    return runPrepared(this.#prepared, this.#setting, input, event.data, errors);
  }
}

/** Anything but a position by itself. */
function isEvent({ data, errors }: SubgraphResult): boolean {
  return data !== undefined || errors !== undefined;
}

/** The last thing a stream says: the client may subscribe again with the position of the last event that it has. */
function ended(code: 'SLOW_READER' | 'STREAM_BROKEN', message: string): SubgraphResult {
  return { data: null, errors: [new GraphQLError(message, { extensions: { code, resumable: true } })] };
}

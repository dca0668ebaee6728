import { GraphQLError } from 'graphql';
import type { DeferredAnswer, Graph, GraphRequest, GraphResult, GraphStream } from '../graph/graph.ts';
import { limitKey } from '../identity/client-address.ts';
import type { Admission } from './admission.ts';

/** What every road runs operations on. */
export type OperationRunner = Pick<Graph, 'execute' | 'executeInParts' | 'subscribe'>;

/** The graph as the roads see it: every query and mutation takes a place first, whichever road it came by. */
export class ServedGraph implements OperationRunner {
  readonly #graph: OperationRunner;
  readonly #admission: Admission;

  constructor(graph: OperationRunner, admission: Admission) {
    this.#graph = graph;
    this.#admission = admission;
  }

  async execute(request: GraphRequest): Promise<GraphResult> {
    const leave = this.#admission.enter(request.caller.userId ?? limitKey(request.caller.ip));
    if (leave instanceof GraphQLError) return { errors: [leave] };
    try {
      return await this.#graph.execute(request);
    } finally {
      leave();
    }
  }

  /** Takes its place until its last part is there. */
  async executeInParts(request: GraphRequest): Promise<DeferredAnswer | GraphResult> {
    const leave = this.#admission.enter(request.caller.userId ?? limitKey(request.caller.ip));
    if (leave instanceof GraphQLError) return { errors: [leave] };
    try {
      const answer = await this.#graph.executeInParts(request);
      if ('later' in answer) return { ...answer, later: leavingAfter(answer.later, leave) };
      leave();
      return answer;
    } catch (fault) {
      leave();
      throw fault;
    }
  }

  /** Begins when there is room; while it waits for events it takes no place. */
  async subscribe(request: GraphRequest): Promise<GraphStream | GraphResult> {
    const refused = this.#admission.refusal();
    return refused ? { errors: [refused] } : this.#graph.subscribe(request);
  }
}

/** Not an async generator: `return()` has to reach the parts while the next one is waited for. */
function leavingAfter(later: DeferredAnswer['later'], leave: () => void): DeferredAnswer['later'] {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const parts = await later.next();
        if (parts.done || !parts.value.hasNext) leave();
        return parts;
      } catch (fault) {
        leave();
        throw fault;
      }
    },
    return() {
      leave();
      return later.return!();
    },
  };
}

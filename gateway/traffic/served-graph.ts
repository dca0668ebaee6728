import { GraphQLError } from 'graphql';
import type { Graph, GraphRequest, GraphResult, GraphStream } from '../graph/graph.ts';
import { limitKey } from '../identity/client-address.ts';
import type { Admission } from './admission.ts';

/** What every road runs operations on. */
export type OperationRunner = Pick<Graph, 'execute' | 'subscribe'>;

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

  /** Begins when there is room; while it waits for events it takes no place. */
  async subscribe(request: GraphRequest): Promise<GraphStream | GraphResult> {
    const refused = this.#admission.refusal();
    return refused ? { errors: [refused] } : this.#graph.subscribe(request);
  }
}

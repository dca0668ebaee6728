import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Snapshot } from '../../graph/snapshot.ts';
import { costMapOf, type CostMap } from './cost-map.ts';
import { operationCost, type OperationCost } from './estimate.ts';

/** The costs of the operations of one supergraph, compiled once for each. */
export class OperationCosts {
  readonly #schema: Snapshot['apiSchema'];
  readonly #map: CostMap;
  readonly #known = new WeakMap<OperationDefinitionNode, OperationCost>();

  constructor({ apiSchema, supergraphSchema }: Snapshot) {
    this.#schema = apiSchema;
    this.#map = costMapOf(supergraphSchema);
  }

  of(document: DocumentNode, operation: OperationDefinitionNode): OperationCost {
    let cost = this.#known.get(operation);
    if (!cost) this.#known.set(operation, (cost = operationCost(this.#schema, this.#map, document, operation)));
    return cost;
  }
}

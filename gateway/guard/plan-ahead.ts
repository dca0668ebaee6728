import { setImmediate as turn } from 'node:timers/promises';
import type { GraphQLError, OperationDefinitionNode } from 'graphql';
import type { Log } from '#chassis/log/log';
import type { Graph } from '../graph/graph.ts';
import type { KnownDocument } from './document-cache.ts';

export interface PlanAheadParts {
  readonly graph: Graph;
  check(text: string): KnownDocument | readonly GraphQLError[];
  /** Another supergraph serves: these plans would be for nobody. */
  isOver(): boolean;
  readonly log: Log;
}

/** What the plan of an operation is known by. */
export function planKey({ hash }: KnownDocument, { name }: OperationDefinitionNode): string {
  return `${hash}:${name?.value ?? ''}`;
}

/** Checks and plans documents one after the other, and lets everything else have its turn in between. Never rejects. */
export async function planAhead(texts: Iterable<string>, { graph, check, isOver, log }: PlanAheadParts): Promise<void> {
  for (const text of texts) {
    await turn();
    if (isOver()) return;
    try {
      const known = check(text);
      if (!('tallies' in known)) continue; // of another graph, or outgrown by this one: refused when it is asked for
      for (const operation of known.tallies.keys())
        await graph.planAhead(known.document, operation.name?.value, planKey(known, operation));
    } catch (error) {
      if (!isOver()) log.warn({ err: error, document: text.slice(0, 200) }, 'a document could not be planned ahead');
    }
  }
}

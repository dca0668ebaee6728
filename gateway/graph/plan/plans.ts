import { createHash } from 'node:crypto';
import { print, stripIgnoredCharacters, type DocumentNode } from 'graphql';
import type { GraphObserver } from '../observer.ts';
import type { Snapshot } from '../snapshot.ts';
import { Lru } from './lru.ts';
import { prepare, type Prepared } from './prepare.ts';

const MAX_PLANS = 1_000;

/** The plan cache of one snapshot: it is dropped with the snapshot, so a plan never meets another supergraph. */
export class Plans {
  readonly snapshot: Snapshot;
  readonly #plans = new Lru<string, Prepared>(MAX_PLANS);

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
  }

  get size(): number {
    return this.#plans.size;
  }

  /** `key` identifies the document; operations of one document are told apart by their name. */
  prepared(document: DocumentNode, operationName: string | undefined, key: string, observer?: GraphObserver): Prepared {
    const id = operationName === undefined ? key : `${key}\n${operationName}`;
    const known = this.#plans.get(id);
    if (known !== undefined) {
      observer?.planned?.({ kind: known.kind, operationName: known.node.name?.value, ms: 0, cached: true });
      return known;
    }
    const began = performance.now();
    const prepared = prepare(this.snapshot, document, operationName);
    this.#plans.set(id, prepared);
    const { kind, node } = prepared;
    observer?.planned?.({ kind, operationName: node.name?.value, ms: performance.now() - began, cached: false });
    return prepared;
  }
}

const keys = new WeakMap<DocumentNode, string>();

/** SHA-256 of the document without white space and comments. Callers that already have a hash of the text pass it instead. */
export function documentKey(document: DocumentNode): string {
  let key = keys.get(document);
  if (key === undefined) {
    key = createHash('sha256')
      .update(stripIgnoredCharacters(print(document)))
      .digest('hex');
    keys.set(document, key);
  }
  return key;
}

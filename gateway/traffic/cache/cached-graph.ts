import { getOperationAST, OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { Clock } from '#kernel/clock';
import type { MovableClock } from '#chassis/time/clocks';
import type { Log } from '#chassis/log/log';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { GraphRequest, GraphResult } from '../../graph/graph.ts';
import { Lru } from '../../graph/plan/lru.ts';
import type { Snapshot } from '../../graph/snapshot.ts';
import type { Supergraph } from '../../graph/supergraph.ts';
import type { OperationRunner } from '../served-graph.ts';
import { AnswerStore, type KeptAnswer } from './answer-store.ts';
import { answerKey } from './answer-key.ts';
import { ChangeFeed, changesField } from './change-feed.ts';
import { hasHints } from './hints.ts';
import { policyOf, type CachePolicy } from './policy.ts';
import { RecentChanges } from './recent-changes.ts';
import { tagsOf } from './tags.ts';

export interface CachedGraphParts {
  readonly graph: OperationRunner;
  readonly supergraph: Pick<Supergraph, 'follow'>;
  readonly endpoints: Readonly<Record<string, SubgraphEndpoint>>;
  /** Business time: an answer from before it was moved is of another time. */
  readonly clock: Clock | MovableClock;
  /** Headers of clients that reach subgraphs. */
  readonly varies: readonly string[];
  readonly maxBytes: number;
  readonly log: Log;
  readonly now?: () => number;
}

export type CacheOutcome = 'hit' | 'miss' | 'bypass';

/** An answer is not served for longer than this while a subgraph cannot say what changed. */
const UNTOLD_MS = 3_000;
/** Whoever wrote reads past the cache for so long: their own change must not be missing from the next page. */
const OWN_WRITES_MS = 3_000;
/** A subgraph that no longer knows what changed says that all of it may have. */
const EVERYTHING = '*';
const MAX_WRITERS = 10_000;
const MAX_OPERATIONS = 2_000;

interface KnownOperation {
  readonly node: OperationDefinitionNode | undefined;
  readonly policy: CachePolicy | undefined;
}

/**
 * Keeps whole answers of queries whose every field is marked `@cacheControl`, and forgets them when a subgraph says that something in them
 * changed. Access was asked before: an answer that depends on who asks is kept for that user and those rights alone. Errors, parts of
 * answers, and answers with cookies are never kept.
 */
export class CachedGraph implements OperationRunner {
  readonly counts = new Map<CacheOutcome, number>();
  readonly store: AnswerStore;
  readonly #parts: CachedGraphParts;
  readonly #now: () => number;
  readonly #changes = new RecentChanges();
  readonly #feeds = new Map<string, ChangeFeed>();
  readonly #writers = new Lru<string, number>(MAX_WRITERS);
  readonly #unfollow: () => void;
  #snapshot!: Snapshot;
  #operations = new Lru<string, KnownOperation>(MAX_OPERATIONS);

  constructor(parts: CachedGraphParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
    this.store = new AnswerStore(parts.maxBytes);
    this.#unfollow = parts.supergraph.follow((snapshot) => this.#serve(snapshot));
  }

  async execute(request: GraphRequest): Promise<GraphResult> {
    const known = request.key === undefined ? undefined : this.#known(request, request.key);
    if (known?.node?.operation === OperationTypeNode.MUTATION)
      return this.#write(request, () => this.#parts.graph.execute(request));
    const policy = known?.policy;
    const isTheirs = policy?.isPrivate === true && request.caller.userId === null; // nobody in particular: kept for nobody
    if (!policy || isTheirs || this.#wroteLately(request.caller))
      return this.#count('bypass', this.#parts.graph.execute(request));
    const key = answerKey(request, policy.isPrivate, this.#parts.clock);
    const kept = this.store.find(key, this.#now());
    if (kept && (this.#isTold() || this.#now() - kept.askedAt <= UNTOLD_MS))
      return this.#count('hit', Promise.resolve({ data: kept.data, cache: this.#noteOf(kept) }));
    return this.#count('miss', this.#ask(request, known.node!, policy, key));
  }

  /** What comes in parts is never kept; a mutation is one, however it is answered. */
  async executeInParts(request: GraphRequest): ReturnType<OperationRunner['executeInParts']> {
    const known = request.key === undefined ? undefined : this.#known(request, request.key);
    const run = () => this.#parts.graph.executeInParts(request);
    return known?.node?.operation === OperationTypeNode.MUTATION ? this.#write(request, run) : run();
  }

  subscribe(request: GraphRequest): ReturnType<OperationRunner['subscribe']> {
    return this.#parts.graph.subscribe(request);
  }

  async stop(): Promise<void> {
    this.#unfollow();
    await Promise.all([...this.#feeds.values()].map((feed) => feed.stop()));
  }

  async #ask(
    request: GraphRequest,
    node: OperationDefinitionNode,
    policy: CachePolicy,
    key: string,
  ): Promise<GraphResult> {
    const snapshot = this.#snapshot;
    const began = this.#changes.sequence;
    const askedAt = this.#now();
    const result = await this.#parts.graph.execute(request);
    const isWhole = result.data && !result.errors?.length && !result.cookies?.length;
    if (!isWhole || snapshot !== this.#snapshot) return result;
    const tags = tagsOf(snapshot.supergraphSchema, request.document, node, result.data);
    if (this.#changes.since(began, tags, policy.types)) return result; // read before the change, or after: nobody knows
    const kept = { data: result.data!, askedAt, maxAgeMs: policy.maxAge * 1_000, isPrivate: policy.isPrivate };
    this.store.keep(key, kept, tags, policy.types);
    return { ...result, cache: this.#noteOf(kept) };
  }

  async #write<T>(request: GraphRequest, run: () => Promise<T>): Promise<T> {
    const who = writerOf(request.caller);
    this.#writers.set(who, this.#now());
    try {
      return await run();
    } finally {
      this.#writers.set(who, this.#now());
    }
  }

  #wroteLately(caller: Caller): boolean {
    const at = this.#writers.get(writerOf(caller));
    return at !== undefined && this.#now() - at <= OWN_WRITES_MS;
  }

  #isTold(): boolean {
    for (const feed of this.#feeds.values()) if (!feed.current) return false;
    return true;
  }

  #noteOf({ askedAt, maxAgeMs, isPrivate }: KeptAnswer): NonNullable<GraphResult['cache']> {
    const ageMs = this.#now() - askedAt;
    return {
      age: Math.floor(ageMs / 1_000),
      maxAge: Math.floor(maxAgeMs / 1_000),
      isPrivate,
      varies: this.#parts.varies,
    };
  }

  #known(request: GraphRequest, key: string): KnownOperation {
    let known = this.#operations.get(key);
    if (known) return known;
    const node = getOperationAST(request.document, request.operationName) ?? undefined;
    const { supergraphSchema: schema } = this.#snapshot;
    known = { node, policy: node && hasHints(schema) ? policyOf(schema, request.document, node) : undefined };
    this.#operations.set(key, known);
    return known;
  }

  #serve(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#operations = new Lru(MAX_OPERATIONS);
    this.store.clear();
    const streams = snapshot.supergraphSchema.getSubscriptionType()?.getFields() ?? {};
    for (const { name } of snapshot.subgraphs) {
      if (!streams[changesField(name)] || this.#feeds.has(name)) continue;
      const told = {
        changed: (tags: readonly string[]) => this.#changed(tags),
        everything: () => this.#everything(),
      };
      this.#feeds.set(name, new ChangeFeed(name, this.#parts.endpoints[name]!, told, this.#parts.log));
    }
    for (const [name, feed] of this.#feeds) {
      if (streams[changesField(name)]) continue;
      this.#feeds.delete(name);
      void feed.stop();
    }
  }

  #changed(tags: readonly string[]): void {
    if (tags.includes(EVERYTHING)) return this.#everything();
    for (const tag of tags) {
      this.#changes.add(tag);
      this.store.forget(tag);
    }
  }

  #everything(): void {
    this.#changes.addAll();
    this.store.clear();
  }

  #count<T>(outcome: CacheOutcome, answer: T): T {
    this.counts.set(outcome, (this.counts.get(outcome) ?? 0) + 1);
    return answer;
  }
}

function writerOf({ userId, ip }: Caller): string {
  return userId ?? ip;
}

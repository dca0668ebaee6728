import { newId } from '#kernel/id';
import { isRefusal, refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { readRootFacts } from '../storage/facts.store.ts';
import {
  beginReplay,
  compareTables,
  hideTables,
  replaceTables,
  type TableDifference,
} from '../storage/replay.store.ts';
import { playFact } from './play-fact.ts';
import { recordAct } from './record-act.ts';

export interface Rebuilt {
  readonly facts: number;
  readonly tables: readonly TableDifference[];
  readonly written: boolean;
}

const PAGE = 500;

/**
 * Replays the log through the same code into empty copies of every derived table, in one transaction, and compares. It changes nothing, unless
 * `write` says who wants the difference gone and why: then the tables are made equal to the replay. Events and jobs of a replay are dropped:
 * the world heard of them when they happened.
 */
export async function rebuild(scope: Scope, write: { operator: string; reason: string } | null): Promise<Rebuilt> {
  const outcome = await scope.transact(async (tx) => {
    await beginReplay(tx.sql, write !== null);
    const schema = await hideTables(tx.sql);
    const facts = await replay(tx, schema);
    const tables = await compareTables(tx.sql, schema);
    const differ = tables.some(({ surplus, missing }) => surplus + missing > 0);
    // a returned refusal rolls back, temporary tables and all
    if (!write || !differ) return refusal('Compared', 'Nothing was changed.', { facts, tables, written: false });
    await replaceTables(tx.sql, schema);
    const wrong = tables.filter(({ surplus, missing }) => surplus + missing > 0).map(({ examples: _, ...one }) => one);
    await recordAct(tx, scope.clock.now(), { act: 'rebuild', detail: { tables: wrong }, ...write });
    return { facts, tables, written: true };
  });
  if (!isRefusal(outcome)) return outcome;
  const { facts, tables, written } = outcome;
  return { facts, tables, written };
}

async function replay(tx: Transaction, schema: string): Promise<number> {
  const silent: Transaction = {
    ...tx,
    tell: async (contract, aggregateId, body) => ({
      id: newId(),
      producer: contract.producer,
      type: contract.type,
      version: contract.version,
      aggregate: contract.aggregate,
      aggregateId,
      sequence: 0,
      occurredAt: '',
      actor: null,
      correlationId: 'rebuild',
      causationId: null,
      body,
    }),
    tellFirsts: async () => undefined,
    enqueue: async () => undefined,
  };
  let facts = 0;
  for (let after = '0'; ;) {
    const page = await readRootFacts(tx.sql, `${schema}.game_fact`, after, PAGE);
    for (const { position: _position, heardAt, ...fact } of page) {
      await playFact(silent, heardAt, fact);
      await tx.em.flush();
      tx.em.clear();
    }
    facts += page.length;
    if (page.length < PAGE) return facts;
    after = page.at(-1)!.position;
  }
}

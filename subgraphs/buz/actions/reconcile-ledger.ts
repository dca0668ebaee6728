import { newId } from '#kernel/id';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { Sql } from '#chassis/storage/transact';
import { NO_BLOCK } from '../domain/block.ts';
import { advanced, BEGINNING, differencesOf, nightDue, type Check, type Finding, type Slice } from '../domain/reconciliation.ts'; // prettier-ignore
import { verifyBlocks, verifyUnsealed, type ChainFault } from '../domain/verify-chain.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { reconciliationDiffered } from '../published/proof.events.ts';
import { hasSealingStopped, readChainPage, readLastBlock, readUnsealed } from '../storage/blocks.store.ts';
import { checkAccounts, checkCap, checkEntries, checkHolds } from '../storage/checks.store.ts';
import {
  insertReconciliation,
  lockProgress,
  readOwnReconciliation,
  saveProgress,
  type Reconciliation,
} from '../storage/reconciliations.store.ts';

export const RECONCILE = 'reconcile-ledger';

/** Steps in one run of the job; then others get its worker. */
const STEPS_A_RUN = 50;

/** Every minute: the night's run begins once, from 03:00 of the business day on. */
export async function reconcileWhenDue(scope: Scope<BuzPorts>): Promise<void> {
  const dueOn = nightDue(scope.clock.now());
  if (dueOn) await scope.transact((tx) => begin(scope, tx, dueOn));
}

/** An operator's own run, or the one that already runs; its progress is read from the list of runs. */
export async function reconcileLedger(scope: Scope<BuzPorts>): Promise<Reconciliation> {
  return scope.transact(async (tx) => {
    await begin(scope, tx, null);
    return (await readOwnReconciliation(tx.sql))!;
  });
}

async function begin(scope: Scope<BuzPorts>, tx: Transaction, dueOn: string | null): Promise<void> {
  const run = { id: newId(), dueOn, askedBy: scope.caller.userId, at: scope.clock.now(), check: BEGINNING.check! };
  if (await insertReconciliation(tx.sql, run)) await tx.enqueue(RECONCILE, { id: run.id }, { key: run.id });
}

/** The job: goes on with a run step by step, each in a transaction of its own, so that a killed process loses one step. */
export async function continueReconciliation(scope: Scope<BuzPorts>, id: string): Promise<void> {
  for (let step = 0; step < STEPS_A_RUN; step++) {
    if (!(await oneStep(scope, id))) return;
  }
  await scope.transact((tx) => tx.enqueue(RECONCILE, { id }, { key: id }));
}

/** Answers whether there is more to do. */
async function oneStep(scope: Scope<BuzPorts>, id: string): Promise<boolean> {
  return scope.transact(async (tx) => {
    const progress = await lockProgress(tx.sql, id);
    if (!progress?.check) return false;
    const { check } = progress;
    const slice = await runCheck(tx.sql, check, progress.cursor, scope.ports.sealing.trusted);
    const next = advanced(progress, slice);
    const endedAt = next.check ? null : scope.clock.now();
    await saveProgress(tx.sql, id, next, { check, findings: slice.findings }, endedAt);
    const differences = differencesOf(next.counts);
    if (endedAt && differences > 0) {
      scope.log.error(
        { reconciliation: id, differences, checks: next.counts },
        'the ledger does not agree with itself',
      );
      await tx.tell(reconciliationDiffered, id, { reconciliationId: id, differences, checks: { ...next.counts } });
    }
    return endedAt === null;
  });
}

async function runCheck(
  sql: Sql,
  check: Check,
  cursor: readonly string[] | null,
  trusted: ReadonlySet<string>,
): Promise<Slice> {
  switch (check) {
    case 'ENTRIES':
      return checkEntries(sql, cursor);
    case 'ACCOUNTS':
      return checkAccounts(sql, cursor);
    case 'HOLDS':
      return checkHolds(sql, cursor);
    case 'CAP':
      return checkCap(sql);
    case 'BLOCKS': {
      const { head, blocks, transfers } = await readChainPage(sql, Number(cursor?.[0] ?? 0));
      const faults = verifyBlocks(head, blocks, transfers, trusted);
      const last = blocks.at(-1);
      return { checked: transfers.length, findings: faults.map(findingOf), next: last ? [String(last.number)] : null };
    }
    case 'UNSEALED':
      return checkUnsealed(sql, cursor);
  }
}

const UNSEALED_SLICE = 4_096;

async function checkUnsealed(sql: Sql, cursor: readonly string[] | null): Promise<Slice> {
  const after = cursor
    ? { xid: BigInt(cursor[0]!), position: BigInt(cursor[1]!) }
    : ((await readLastBlock(sql))?.last ?? NO_BLOCK.last);
  const transfers = await readUnsealed(sql, after, UNSEALED_SLICE);
  const findings = verifyUnsealed(transfers).map(findingOf);
  if (!cursor && (await hasSealingStopped(sql, after))) {
    findings.push({
      subject: 'sealing',
      expected: 'every transfer in a block within an hour',
      found: 'older ones wait',
    });
  }
  const last = transfers.length < UNSEALED_SLICE ? undefined : transfers.at(-1)?.place;
  return { checked: transfers.length, findings, next: last ? [String(last.xid), String(last.position)] : null };
}

function findingOf({ kind, block, transferId, what }: ChainFault): Finding {
  const subject = [block === null ? 'not sealed' : `block ${block}`, ...(transferId ? [`transfer ${transferId}`] : [])];
  return { subject: subject.join(', '), expected: 'as it was written', found: `${kind}: ${what}` };
}

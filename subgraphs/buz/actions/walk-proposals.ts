import { decimalOf } from '#kernel/buz';
import { isId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { dueStep, NO_VOTES, outcomeOf, type Proposal } from '../domain/proposal.ts';
import { proposalClosed, proposalExecuted, proposalTallied, votingOpened } from '../published/governance.events.ts';
import { lockDueProposal, readProposals, writeProposal } from '../storage/proposals.store.ts';
import { takeSnapshot } from '../storage/snapshot.store.ts';
import { markUntold, readTallies } from '../storage/votes.store.ts';
import { schedulePriceChange } from './schedule-rule.ts';
import { countedAs, proposedAs } from './tell-proposal.ts';

/**
 * Does every transition whose instant has come, each as of that instant however late this runs, several of one proposal in their order. Run by a
 * schedule, each minute, and for one proposal before somebody acts on it. One transaction per proposal: either all its due steps, or none.
 * @returns how many proposals moved.
 */
export async function walkProposals(scope: Scope, only?: string): Promise<number> {
  const failed = new Map<string, unknown>();
  for (let walked = 0; ; walked++) {
    const { id, fault } = await walkOne(scope, only, [...failed.keys()]);
    if (id === null) {
      if (failed.size === 0) return walked;
      throw new Error(`${failed.size} proposals cannot move on.`, { cause: [...failed.values()][0] });
    }
    // the others are not kept waiting for one that cannot move
    if (fault) failed.set(id, fault);
  }
}

async function walkOne(
  scope: Scope,
  only: string | undefined,
  except: readonly string[],
): Promise<{ id: string | null; fault?: unknown }> {
  let id: string | null = null;
  try {
    await scope.transact(async (tx) => {
      const now = scope.clock.now();
      const proposal = await lockDueProposal(tx.sql, now, only, except);
      if (!proposal) return;
      id = proposal.id;
      await walk(tx, proposal, now);
    });
    return { id };
  } catch (fault) {
    if (id === null) throw fault;
    return { id, fault };
  }
}

/** Does for one proposal what its schedule has not done yet, so that the schedule's lateness changes nothing. */
export async function walkIfDue(scope: Scope, proposalId: string): Promise<void> {
  const [proposal] = isId(proposalId) ? await readProposals(sqlOf(scope.em), [proposalId]) : [];
  if (proposal && dueStep(proposal, scope.clock.now())) await walkProposals(scope, proposalId);
}

/** The schedule: moves what is due, then tells how open votes stand. */
export async function walkAndTell(scope: Scope): Promise<void> {
  await walkProposals(scope);
  await tellTallies(scope);
}

/** Tells how open votes stand, of those with new votes: at most once a run. */
async function tellTallies(scope: Scope): Promise<void> {
  await scope.transact(async (tx) => {
    const tallies = await readTallies(tx.sql, await markUntold(tx.sql, 100));
    for (const [proposalId, tally] of tallies)
      await tx.tell(proposalTallied, proposalId, { proposalId, ...countedAs(tally) });
  });
}

async function walk(tx: Transaction, start: Proposal, now: Date): Promise<void> {
  let proposal = start;
  for (let step = dueStep(proposal, now); step; step = dueStep(proposal, now)) {
    if (step === 'OPEN_VOTING') proposal = await openVoting(tx, proposal);
    else if (step === 'CLOSE') proposal = await close(tx, proposal);
    else proposal = await execute(tx, proposal, now);
    await writeProposal(tx.sql, proposal);
  }
}

async function openVoting(tx: Transaction, proposal: Proposal): Promise<Proposal> {
  const supply = await takeSnapshot(tx.sql, proposal.id, proposal.votingAt!);
  await tx.tell(votingOpened, proposal.id, {
    ...proposedAs(proposal),
    snapshotAt: proposal.votingAt!.toISOString(),
    supply: decimalOf(supply),
    closesAt: proposal.closesAt!.toISOString(),
  });
  return { ...proposal, state: 'VOTING', supply };
}

async function close(tx: Transaction, proposal: Proposal): Promise<Proposal> {
  const tally = (await readTallies(tx.sql, [proposal.id])).get(proposal.id) ?? NO_VOTES;
  const outcome = outcomeOf(proposal.type, proposal.supply!, tally);
  await tx.tell(proposalClosed, proposal.id, {
    ...proposedAs(proposal),
    ...countedAs(tally),
    outcome: outcome as 'PASSED' | 'REJECTED' | 'QUORUM_FAILED',
    supply: decimalOf(proposal.supply!),
    closedAt: proposal.closesAt!.toISOString(),
  });
  return { ...proposal, state: outcome, tally };
}

/** The price list takes each decision once; what it refuses stays PASSED, with the reason beside it, for a new proposal to mend. */
async function execute(tx: Transaction, proposal: Proposal, now: Date): Promise<Proposal> {
  const { code, amount, effectiveAt } = proposal.change!;
  const change = { code, amount, effectiveFrom: effectiveAt, because: `Passed: ${proposal.title}` };
  const rule = await schedulePriceChange(tx, change, { kind: 'GOVERNANCE', id: proposal.id }, now);
  if (isRefusal(rule)) return { ...proposal, notExecuted: rule.code };
  await tx.tell(proposalExecuted, proposal.id, proposedAs(proposal));
  return { ...proposal, state: 'EXECUTED', executedAt: now };
}

import { unitsOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal, type Refusal } from '#kernel/refusal';
import type { TestMount } from '#chassis/testing/mounted';
import { castVote } from '../actions/cast-vote.ts';
import { delegateVotes } from '../actions/delegate-votes.ts';
import { createProposal, openProposal, type Draft } from '../actions/propose.ts';
import { walkProposals } from '../actions/walk-proposals.ts';
import type { Choice, Proposal } from '../domain/proposal.ts';
import { recount } from '../reads/proposals.ts';
import { readProposals } from '../storage/proposals.store.ts';
import { DAY_MS, stakersOf } from './stakers.ts';

const DRAFT: Draft = { type: 'FEATURE', title: 'A proposal', text: 'Something to decide together.', change: null };

export function must<T extends object>(outcome: T | Refusal): T {
  if (isRefusal(outcome)) throw new Error(`${outcome.name}: ${outcome.message}`);
  return outcome as T;
}

/** What tests of governance do to a mounted subgraph, besides staking. */
export function votersOf(mount: TestMount<unknown>) {
  const stakers = stakersOf(mount);
  const { as } = stakers;
  const proposal = async (id: string): Promise<Proposal> => {
    const scope = mount.scope();
    const [found] = await scope.transact((tx) => readProposals(tx.sql, [id]));
    return found!;
  };
  return {
    ...stakers,
    proposal,
    /** Somebody with so many whole BUZ in stakes, and nothing else. */
    async voter(buz: number): Promise<string> {
      const userId = await stakers.person(String(buz));
      await stakers.staked(userId, 'BRONZE', String(buz));
      return userId;
    },
    async opened(userId: string, draft: Partial<Draft> = {}): Promise<string> {
      const { proposalId } = must(await createProposal(as(userId), { ...DRAFT, ...draft }));
      must(await openProposal(as(userId), proposalId));
      return proposalId;
    },
    draft: (userId: string, draft: Partial<Draft> = {}) => createProposal(as(userId), { ...DRAFT, ...draft }),
    vote: (userId: string, proposalId: string, choice: Choice = 'YES', idempotencyKey = newId()) =>
      castVote(as(userId), { proposalId, choice, idempotencyKey }),
    delegate: (userId: string, to: string | null) => delegateVotes(as(userId), to),
    walk: () => walkProposals(mount.scope({ kind: 'system' })),
    later: (days: number): void => mount.clock.advance(days * DAY_MS),
    units: (buz: string): bigint => unitsOf(buz)!,
    /** Counts from the ledger and says whether that is what was announced. */
    recount: async (id: string) => recount(mount.scope(), await proposal(id)),
  };
}

import { isId } from '#kernel/id';
import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { countVotes } from '../domain/count-votes.ts';
import { maySeeProposal, type Choice, type Proposal, type ProposalState, type Tally } from '../domain/proposal.ts';
import { readComments, type Comment } from '../storage/comments.store.ts';
import { readDelegation, type Delegation } from '../storage/delegations.store.ts';
import { readProposals, readProposalsFor } from '../storage/proposals.store.ts';
import { readSharesFromLedger, readSharesOf } from '../storage/snapshot.store.ts';
import { readChoices, readChoicesOf, readTallies, readVotes, type WeighedVote } from '../storage/votes.store.ts';

/** Null also for somebody else's draft. */
export const proposalLoader: LoaderDefinition<string, Proposal | null> = {
  name: 'buz.proposal',
  async load(scope, ids) {
    const found = new Map((await readProposals(sqlOf(scope.em), ids.filter(isId))).map((one) => [one.id, one]));
    return ids.map((id) => {
      const proposal = found.get(id);
      return proposal && maySeeProposal(scope.caller.userId, proposal) ? proposal : null;
    });
  },
};

/** As the votes stand now. */
export const tallyLoader: LoaderDefinition<string, Tally> = {
  name: 'buz.tally',
  async load(scope, ids) {
    const tallies = await readTallies(sqlOf(scope.em), ids);
    return ids.map((id) => tallies.get(id)!);
  },
};

/** What the caller's vote would count for, in minor units. */
export const ownPowerLoader: LoaderDefinition<string, bigint> = {
  name: 'buz.own-power',
  async load(scope, ids) {
    const { userId } = scope.caller;
    const shares = userId ? await readSharesOf(sqlOf(scope.em), ids, userId) : new Map<string, { power: bigint }[]>();
    return ids.map((id) => (shares.get(id) ?? []).reduce((sum, { power }) => sum + power, 0n));
  },
};

export const ownChoiceLoader: LoaderDefinition<string, Choice | null> = {
  name: 'buz.own-choice',
  async load(scope, ids) {
    const { userId } = scope.caller;
    const choices = userId ? await readChoicesOf(sqlOf(scope.em), ids, userId) : new Map<string, Choice>();
    return ids.map((id) => choices.get(id) ?? null);
  },
};

export async function proposalsPage(
  scope: Scope,
  state: ProposalState | null,
  request: PageRequest,
): Promise<Page<Proposal>> {
  const { userId } = scope.caller;
  const before = request.after ? String(request.after[0]) : null;
  const rows = await readProposalsFor(sqlOf(scope.em), userId, state, request.first, before);
  return pageOf(rows, request.first, ({ id }) => [id]);
}

export async function votesPage(scope: Scope, proposalId: string, request: PageRequest): Promise<Page<WeighedVote>> {
  const rows = await readVotes(sqlOf(scope.em), proposalId, request.first, afterOf(request));
  return pageOf(rows, request.first, ({ id }) => [id]);
}

export async function commentsPage(scope: Scope, proposalId: string, request: PageRequest): Promise<Page<Comment>> {
  const rows = await readComments(sqlOf(scope.em), proposalId, request.first, afterOf(request));
  return pageOf(rows, request.first, ({ id }) => [id]);
}

export async function ownDelegation(scope: Scope, userId: string): Promise<Delegation | null> {
  return readDelegation(sqlOf(scope.em), userId);
}

export interface Recount {
  readonly tally: Tally;
  /** What was staked at the snapshot. */
  readonly supply: bigint;
  /** Both are what was announced. */
  readonly agrees: boolean;
}

/** Counts a closed proposal anew, from the entries of the ledger, the log of delegations and the votes; nothing that was kept is believed. */
export async function recount(scope: Scope, proposal: Proposal): Promise<Recount | null> {
  if (!proposal.tally) return null;
  const sql = sqlOf(scope.em);
  const shares = await readSharesFromLedger(sql, proposal.votingAt!);
  const tally = countVotes(shares, await readChoices(sql, proposal.id));
  const supply = shares.reduce((sum, { power }) => sum + power, 0n);
  const { yes, no, abstain, voters } = proposal.tally;
  const same = tally.yes === yes && tally.no === no && tally.abstain === abstain && tally.voters === voters;
  return { tally, supply, agrees: same && supply === proposal.supply };
}

const afterOf = (request: PageRequest): string | null => (request.after ? String(request.after[0]) : null);

import type { Units } from '#kernel/buz';
import { NO_VOTES, type Choice, type Tally } from './proposal.ts';

/** What one person had staked at the snapshot, and to whom he had delegated by then. */
export interface Share {
  readonly userId: string;
  readonly power: Units;
  readonly delegateId: string | null;
}

/**
 * Counts every share once: with its owner's vote if he voted himself, otherwise with his delegate's. Delegation is one level deep: a delegate
 * votes with what others gave him and never hands it on.
 */
export function countVotes(shares: readonly Share[], votes: ReadonlyMap<string, Choice>): Tally {
  const sum = { YES: 0n, NO: 0n, ABSTAIN: 0n };
  for (const { userId, power, delegateId } of shares) {
    const choice = votes.get(userId) ?? (delegateId === null ? undefined : votes.get(delegateId));
    if (choice) sum[choice] += power;
  }
  return { ...NO_VOTES, yes: sum.YES, no: sum.NO, abstain: sum.ABSTAIN, voters: votes.size };
}

/** One person's part of a tally: his own share, and those of others who have not voted themselves. */
export function powerOf(userId: string, shares: readonly Share[], votes: ReadonlyMap<string, Choice>): Units {
  return shares
    .filter((share) => share.userId === userId || (share.delegateId === userId && !votes.has(share.userId)))
    .reduce((sum, { power }) => sum + power, 0n);
}

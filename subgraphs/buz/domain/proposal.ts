import { BUZ, type Units } from '#kernel/buz';

export type ProposalType = 'FEATURE' | 'ECONOMIC' | 'PARTNERSHIP' | 'TECHNICAL';

/** DRAFT -> DISCUSSION -> VOTING -> PASSED | REJECTED | QUORUM_FAILED; PASSED -> EXECUTED; DRAFT | DISCUSSION -> WITHDRAWN. */
export type ProposalState =
  'DRAFT' | 'DISCUSSION' | 'VOTING' | 'PASSED' | 'REJECTED' | 'QUORUM_FAILED' | 'EXECUTED' | 'WITHDRAWN';

export type Choice = 'YES' | 'NO' | 'ABSTAIN';

export const PROPOSAL_RULES = {
  discussionDays: 7,
  votingDays: 3,
  /** What a proposer has staked, when he drafts and when he opens. */
  proposerStake: 1_000n * BUZ,
  /** At least this share of what was staked at the snapshot takes part, abstentions included; in basis points. */
  quorumBp: 500n,
  /** More than this share of yes + no is yes. */
  passBp: 5_000n,
  /** ECONOMIC: at least this share. */
  economicBp: 6_600n,
  /** In DISCUSSION or VOTING, of one person: each costs a snapshot. */
  openAtOnce: 3,
} as const;

/** What an ECONOMIC proposal changes when it passes. */
export interface ProposedPrice {
  readonly code: string;
  readonly amount: Units;
  readonly effectiveAt: Date;
}

export interface Proposal {
  readonly id: string;
  readonly proposerId: string;
  readonly type: ProposalType;
  readonly title: string;
  readonly text: string;
  /** ECONOMIC only, and always there. */
  readonly change: ProposedPrice | null;
  readonly state: ProposalState;
  readonly createdAt: Date;
  /** Null in DRAFT, as the two after it. */
  readonly openedAt: Date | null;
  /** Voting begins, and the snapshot is as of then. */
  readonly votingAt: Date | null;
  readonly closesAt: Date | null;
  /** What was staked at the snapshot; null before it was taken. */
  readonly supply: Units | null;
  /** Null until voting has closed. */
  readonly tally: Tally | null;
  readonly executedAt: Date | null;
  /** Why the price list did not take what was passed: a code. */
  readonly notExecuted: string | null;
}

/** Powers in minor units. */
export interface Tally {
  readonly yes: Units;
  readonly no: Units;
  readonly abstain: Units;
  /** How many voted, delegators not counted. */
  readonly voters: number;
}

export const NO_VOTES: Tally = { yes: 0n, no: 0n, abstain: 0n, voters: 0 };

const DAY_MS = 86_400_000;

/** The windows of a proposal that is opened at an instant. */
export function windowsFrom(openedAt: Date): { openedAt: Date; votingAt: Date; closesAt: Date } {
  const votingAt = new Date(openedAt.getTime() + PROPOSAL_RULES.discussionDays * DAY_MS);
  return { openedAt, votingAt, closesAt: new Date(votingAt.getTime() + PROPOSAL_RULES.votingDays * DAY_MS) };
}

export type Step = 'OPEN_VOTING' | 'CLOSE' | 'EXECUTE';

/** The next transition that is due; several that are due at once follow each other in this order. */
export function dueStep(proposal: Proposal, now: Date): Step | null {
  const { state, votingAt, closesAt, change, notExecuted } = proposal;
  if (state === 'DISCUSSION' && votingAt! <= now) return 'OPEN_VOTING';
  if (state === 'VOTING' && closesAt! <= now) return 'CLOSE';
  return state === 'PASSED' && change && !notExecuted ? 'EXECUTE' : null;
}

/** With nothing staked, or nobody there, there is no quorum. */
export function outcomeOf(type: ProposalType, supply: Units, { yes, no, abstain }: Tally): ProposalState {
  const present = yes + no + abstain;
  if (present === 0n || present * 10_000n < supply * PROPOSAL_RULES.quorumBp) return 'QUORUM_FAILED';
  const share = yes * 10_000n;
  const passes =
    type === 'ECONOMIC'
      ? yes > 0n && share >= (yes + no) * PROPOSAL_RULES.economicBp
      : share > (yes + no) * PROPOSAL_RULES.passBp;
  return passes ? 'PASSED' : 'REJECTED';
}

/** A draft is its proposer's own business; everything else is public. */
export function maySeeProposal(userId: string | null, proposal: Pick<Proposal, 'state' | 'proposerId'>): boolean {
  return proposal.state !== 'DRAFT' || proposal.proposerId === userId;
}

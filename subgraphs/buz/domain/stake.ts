import type { Units } from '#kernel/buz';
import { newId } from '#kernel/id';
import type { StakeTerms } from './stake-tier.ts';

/**
 * ACTIVE -> MATURED -> WITHDRAWN; ACTIVE -> WITHDRAWN_EARLY; MATURED -> ACTIVE (renewed).
 */
export type StakeStatus = 'ACTIVE' | 'MATURED' | 'WITHDRAWN' | 'WITHDRAWN_EARLY';

/** A position: so much of a wallet in `staked/`, its reward of this term in reserve. Times are business time. */
export interface Stake {
  readonly id: string;
  readonly userId: string;
  readonly tier: string;
  readonly principal: Units;
  readonly apyBp: number;
  readonly days: number;
  readonly penaltyBp: number;
  /** What this term pays at its end; in reserve while the position is ACTIVE. */
  readonly reward: Units;
  /** 1 for the first, one more with each renewal. */
  readonly term: number;
  readonly startedAt: Date;
  readonly maturesAt: Date;
  readonly status: StakeStatus;
  readonly autoRenew: boolean;
  /** What all terms so far have paid. */
  readonly rewardsPaid: Units;
  readonly endedAt: Date | null;
  /** What came back of the principal in the end. */
  readonly returned: Units | null;
}

/** What leaving now would mean. */
export interface StakeExit {
  readonly early: boolean;
  readonly payout: Units;
  readonly penalty: Units;
  /** The reward of this term that is given up. */
  readonly forfeited: Units;
}

const DAY_MS = 86_400_000;
const YEAR_BP = 10_000n * 365n;

/** floor(principal x apyBp x days / (10,000 x 365)) in minor units: simple interest, no compounding. */
export function rewardOf(principal: Units, apyBp: number, days: number): Units {
  return (principal * BigInt(apyBp) * BigInt(days)) / YEAR_BP;
}

export function openStake(userId: string, principal: Units, terms: StakeTerms, autoRenew: boolean, at: Date): Stake {
  const fresh = { id: newId(), userId, term: 1, autoRenew, rewardsPaid: 0n, endedAt: null, returned: null };
  return { ...fresh, ...termOf(principal, terms, at) };
}

/** The next term of a matured position, at the terms that hold when it begins. */
export function renewed(stake: Stake, terms: StakeTerms, at: Date): Stake {
  return { ...stake, ...termOf(stake.principal, terms, at), term: stake.term + 1 };
}

function termOf(principal: Units, { tier, apyBp, days, penaltyBp }: StakeTerms, at: Date) {
  const maturesAt = new Date(at.getTime() + days * DAY_MS);
  const reward = rewardOf(principal, apyBp, days);
  return {
    ...{ tier, principal, apyBp, days, penaltyBp, reward },
    startedAt: at,
    maturesAt,
    status: 'ACTIVE' as const,
  };
}

export function matured(stake: Stake): Stake {
  return { ...stake, status: 'MATURED', rewardsPaid: stake.rewardsPaid + stake.reward };
}

export function withdrawn(stake: Stake, exit: StakeExit, at: Date): Stake {
  return { ...stake, status: exit.early ? 'WITHDRAWN_EARLY' : 'WITHDRAWN', endedAt: at, returned: exit.payout };
}

export function fits(principal: Units, { minimum, maximum }: StakeTerms): boolean {
  return principal >= minimum && principal <= maximum;
}

/** Its time is over, whether a schedule has noticed or not. */
export function isDue(stake: Pick<Stake, 'status' | 'maturesAt'>, now: Date): boolean {
  return stake.status === 'ACTIVE' && stake.maturesAt <= now;
}

export function hasEnded({ status }: Pick<Stake, 'status'>): boolean {
  return status === 'WITHDRAWN' || status === 'WITHDRAWN_EARLY';
}

/** Nothing to quote once it has ended. The penalty is rounded down, in favour of who pays it. */
export function exitAt(stake: Stake, now: Date): StakeExit | null {
  if (hasEnded(stake)) return null;
  if (stake.status === 'MATURED' || isDue(stake, now)) {
    return { early: false, payout: stake.principal, penalty: 0n, forfeited: 0n };
  }
  const penalty = (stake.principal * BigInt(stake.penaltyBp)) / 10_000n;
  return { early: true, payout: stake.principal - penalty, penalty, forfeited: stake.reward };
}

/** A view only: what of the reward has been earned by an instant. Nobody can take it before the term ends. */
export function accruedAt(stake: Stake, now: Date): Units {
  if (stake.status !== 'ACTIVE') return stake.status === 'WITHDRAWN_EARLY' ? 0n : stake.reward;
  const whole = BigInt(stake.maturesAt.getTime() - stake.startedAt.getTime());
  const passed = BigInt(Math.max(0, now.getTime() - stake.startedAt.getTime()));
  return passed >= whole ? stake.reward : (stake.reward * passed) / whole;
}

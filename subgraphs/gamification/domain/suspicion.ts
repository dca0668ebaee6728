/** What looks like farming. None of it takes anything from anybody: it puts facts before a person who decides. */
export type Signal = 'VELOCITY' | 'MUTUAL_AWARDS' | 'SAME_COUNTERPART';

/** Facts that somebody else's act brings to a player. */
export const RECEIVED_KINDS: readonly string[] = [
  'KUDOS_RECEIVED',
  'FEEDBACK_RECEIVED',
  'MENTORSHIP_RECEIVED',
  'SKILL_VERIFIED',
  'SKILL_ENDORSED',
];

/** More facts in one hour than a person does. */
export const FACTS_AN_HOUR = 60;
/** Two people who brought each other so many within the days. */
const MUTUAL = 5;
/** So much of what somebody received came from one person. */
const SHARE_OF_ONE_BP = 6_000;
const SHARE_FROM = 10;
export const PAIR_DAYS = 30;

export interface Measured {
  /** Facts of the player within the hour before this one. */
  readonly thisHour: number;
  /** What the player received within the days: from anybody, from this other person, and what the other received from the player. */
  readonly received: number;
  readonly fromOther: number;
  readonly toOther: number;
}

export function signalsIn(measured: Measured): Signal[] {
  const { thisHour, received, fromOther, toOther } = measured;
  const shareBp = received === 0 ? 0 : Math.floor((fromOther * 10_000) / received);
  return [
    ...(thisHour > FACTS_AN_HOUR ? (['VELOCITY'] as const) : []),
    ...(Math.min(fromOther, toOther) >= MUTUAL ? (['MUTUAL_AWARDS'] as const) : []),
    ...(received >= SHARE_FROM && shareBp >= SHARE_OF_ONE_BP ? (['SAME_COUNTERPART'] as const) : []),
  ];
}

export type Decision = 'DISMISSED' | 'TAKEN_BACK';

/** A row of the queue. */
export interface Suspicion {
  readonly id: string;
  readonly signal: Signal;
  readonly userId: string;
  readonly counterpartId: string | null;
  /** The business day (UTC): one of a kind and pair a day. */
  readonly day: string;
  readonly factIds: readonly string[];
  readonly measured: Measured;
  readonly raisedAt: Date;
  readonly decision: Decision | null;
  readonly decidedById: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly takenBackIds: readonly string[];
}

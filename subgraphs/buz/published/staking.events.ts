import { z } from 'zod';
import type { DomainEvent, EventContract } from '#kernel/event';
import { unitsOf } from '#kernel/buz';

const amount = z.string().refine((text) => unitsOf(text) !== null);
const position = { stakeId: z.uuid(), userId: z.uuid(), tier: z.string(), term: z.int(), principal: amount };

interface Position {
  stakeId: string;
  userId: string;
  tier: string;
  /** 1 for the first term of the position, one more with each renewal. */
  term: number;
  principal: string;
}

export interface StakeMaturedBody extends Position {
  reward: string;
  maturedAt: string;
  /** A next term has begun at the same instant. */
  renewed: boolean;
  /** Why not although the position was to renew itself: a code, or null. */
  notRenewed: string | null;
}

const about = { producer: 'buz', aggregate: 'stake', version: 1 } as const;

export const staked: EventContract<Position & { reward: string; maturesAt: string; autoRenew: boolean }> = {
  ...about,
  type: 'buz.staked',
  when: 'A term of a stake began: it was opened (term 1) or renewed; `reward` was reserved for its end.',
  body: z.object({ ...position, reward: amount, maturesAt: z.iso.datetime(), autoRenew: z.boolean() }),
};

export const stakeMatured: EventContract<StakeMaturedBody> = {
  ...about,
  type: 'buz.stake_matured',
  when: 'The term of a stake ended and its reward was paid into the wallet; `maturedAt` is the exact instant, however late it was noticed.',
  body: z.object({
    ...position,
    reward: amount,
    maturedAt: z.iso.datetime(),
    renewed: z.boolean(),
    notRenewed: z.string().nullable(),
  }),
};

export const unstaked: EventContract<Position & { early: boolean; payout: string; penalty: string }> = {
  ...about,
  type: 'buz.unstaked',
  when: 'A stake was withdrawn; `early` before its end, with a penalty and without the reward of the term.',
  body: z.object({ ...position, early: z.boolean(), payout: amount, penalty: amount }),
};

export const stakingEvents: readonly EventContract[] = [staked, stakeMatured, unstaked];

/** The live topic of one person's stakes. */
export const stakesTopic = (userId: string): string => `stakes:${userId}`;

export const stakeTopicsOf = ({ body }: DomainEvent): string[] => [stakesTopic((body as Position).userId)];

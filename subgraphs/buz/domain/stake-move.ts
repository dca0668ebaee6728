import type { Units } from '#kernel/buz';
import { newId } from '#kernel/id';
import { poolOf, reserveOf, stakedOf, TREASURY, walletOf } from './account.ts';
import type { Leg, Move, TransferType } from './command.ts';
import type { Stake, StakeExit } from './stake.ts';

const POOL = poolOf('STAKING');
export const STAKING_RESERVE = reserveOf('STAKING');

/** The principal into the staked account of its owner. */
export const stakePrincipal = (stake: Stake): Move =>
  move(stake, 'STAKE', 'principal', between(walletOf(stake.userId), stakedOf(stake.userId), stake.principal));

/** The reward of the term out of the pool: what is promised is there. Nothing moves when it rounds to nothing. */
export const reserveReward = (stake: Stake): Move[] =>
  some(stake.reward, () => move(stake, 'STAKE_REWARD', 'reserve', between(POOL, STAKING_RESERVE, stake.reward)));

export const payReward = (stake: Stake): Move[] =>
  some(stake.reward, () =>
    move(stake, 'STAKE_REWARD', 'reward', between(STAKING_RESERVE, walletOf(stake.userId), stake.reward)),
  );

/** The principal back, less the penalty; a reward that is given up goes back to the pool. */
export function leaveStake(stake: Stake, { payout, penalty, forfeited }: StakeExit): Move[] {
  const staked = stakedOf(stake.userId);
  return [
    ...some(payout, () => move(stake, 'UNSTAKE', 'exit', between(staked, walletOf(stake.userId), payout))),
    ...some(penalty, () => move(stake, 'PENALTY', 'penalty', between(staked, TREASURY, penalty))),
    ...some(forfeited, () => move(stake, 'STAKE_REWARD', 'forfeit', between(STAKING_RESERVE, POOL, forfeited))),
  ];
}

/** Once per position, term and step, for ever. */
function move(stake: Stake, type: TransferType, step: string, legs: readonly Leg[]): Move {
  return {
    ...{ kind: 'MOVE', id: newId(), type, legs },
    actorId: null,
    once: { scope: 'stake', key: `${stake.id}/${stake.term}/${step}` },
    subject: { type: 'stake', id: stake.id },
  };
}

const between = (from: string, to: string, amount: Units): Leg[] => [
  { account: from, amount: -amount },
  { account: to, amount },
];

const some = (amount: Units, of: () => Move): Move[] => (amount > 0n ? [of()] : []);

import { BUZ, CAP } from '#kernel/buz';
import { GENESIS, POOLS, poolOf, type Pool } from './account.ts';
import type { Booked } from './transfer.ts';

const AT = new Date('2026-01-01T00:00:00.000Z');

/** The first transfer of every ledger: the cap, minted once into the seven pools. Nothing else ever creates BUZ. */
export function genesis(): Booked {
  const entry = (account: string, amount: bigint) => ({
    account,
    accountId: '',
    version: 1n,
    amount,
    balanceAfter: amount,
    sentAfter: 0n,
    at: AT,
  });
  return {
    transfer: {
      id: '019b76da-a800-7000-8000-000000000001',
      kind: 'GENESIS',
      type: 'GENESIS',
      amount: CAP,
      fee: 0n,
      actorId: null,
      once: { scope: 'genesis', key: 'genesis' },
      pendingId: null,
      reversesId: null,
      subject: null,
      memo: null,
      expiresAt: null,
      occurredAt: AT,
    },
    entries: [
      entry(GENESIS, -CAP),
      ...Object.entries(POOLS).map(([pool, whole]) => entry(poolOf(pool as Pool), whole * BUZ)),
    ],
  };
}

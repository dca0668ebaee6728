import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlOf } from '#chassis/storage/transact';

export interface WalletBalances {
  readonly userId: string;
  readonly available: bigint;
  readonly held: bigint;
  readonly staked: bigint;
  readonly invested: bigint;
}

type Row = Record<'userId' | 'available' | 'held' | 'staked' | 'invested', string>;

/** The balances of people, from their accounts, in one statement. */
export async function readWallets(em: EntityManager, userIds: readonly string[]): Promise<Map<string, WalletBalances>> {
  if (userIds.length === 0) return new Map();
  const balanceOf = (kind: string, name: string): string =>
    `coalesce(sum(balance) filter (where kind = '${kind}'), 0)::text as ${name}`;
  const rows = await sqlOf(em)<Row>(
    `select owner_id as "userId", ${balanceOf('WALLET', 'available')}, ${balanceOf('HELD', 'held')},
       ${balanceOf('STAKED', 'staked')}, ${balanceOf('INVESTED', 'invested')}
     from account where owner_id in (select jsonb_array_elements_text(?::jsonb)::uuid) group by owner_id`,
    [JSON.stringify(userIds)],
  );
  return new Map(
    rows.map(({ userId, available, held, staked, invested }) => [
      userId,
      {
        userId,
        available: BigInt(available),
        held: BigInt(held),
        staked: BigInt(staked),
        invested: BigInt(invested),
      },
    ]),
  );
}

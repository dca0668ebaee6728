import { BUZ, type Units } from '#kernel/buz';
import { newId } from '#kernel/id';
import type { TestMount } from '#chassis/testing/mounted';
import { ensureWallet } from '../actions/open-wallet.ts';
import { settle } from '../actions/settle.ts';
import { poolOf, walletOf } from '../domain/account.ts';

type Mount = Pick<TestMount<unknown>, 'mounted' | 'scope'>;

/** Somebody who may send: token documents in force, identity verified unless said otherwise. */
export async function rich(mount: Mount, units: Units, verified = true): Promise<string> {
  return (await manyRich(mount, 1, units, verified))[0]!;
}

/** So many people with so much each, in a handful of statements. */
export async function manyRich(
  mount: Mount,
  count: number,
  units: Units = 1_000n * BUZ,
  verified = true,
): Promise<string[]> {
  const users = Array.from({ length: count }, () => newId());
  const scope = mount.scope();
  await scope.transact(async (tx) => {
    for (const userId of users) await ensureWallet(tx, userId, scope.clock.now());
  });
  await mount.mounted.database.roadPool.query(
    `update account set documents = '{BTS,BPP}', verified = $2 where owner_id = any($1)`,
    [users, verified],
  );
  const legs = users.map((userId) => ({ account: walletOf(userId), amount: units }));
  const total = { account: poolOf('COMMUNITY'), amount: -units * BigInt(count) };
  if (units > 0n) {
    await scope.transact((tx) =>
      settle(
        tx,
        [{ kind: 'MOVE', type: 'GRANT', id: newId(), actorId: null, legs: [total, ...legs] }],
        scope.clock.now(),
      ),
    );
  }
  return users;
}

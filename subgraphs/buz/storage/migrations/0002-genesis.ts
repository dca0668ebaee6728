import { Migration } from '@mikro-orm/migrations';
import { CAP } from '#kernel/buz';
import { BURN, GENESIS, POOLS, poolOf, TREASURY, type Pool } from '../../domain/account.ts';
import { genesis } from '../../domain/genesis.ts';
import { canonicalOf } from '../../domain/transfer.ts';
import { TREASURY_SHARDS } from './0001-ledger.ts';

/** The accounts of the system, and the cap minted into the pools. Genesis may go down to minus the cap and not below: it mints once. */
export class Genesis extends Migration {
  override up(): void {
    const { transfer, entries } = genesis();
    const at = transfer.occurredAt.toISOString();
    const open = (address: string, kind: string, floor: string): void =>
      this.addSql(
        `insert into account (address, kind, floor, last_at) values ('${address}', '${kind}', ${floor}, '${at}')`,
      );
    open(GENESIS, 'GENESIS', `-${CAP}`);
    for (const pool of Object.keys(POOLS)) open(poolOf(pool as Pool), 'POOL', '0');
    for (let shard = 0; shard < TREASURY_SHARDS; shard++) open(`${TREASURY}/${shard}`, 'TREASURY', '0');
    open(BURN, 'BURN', '0');
    this.addSql(`insert into transfer (id, kind, type, amount, fee, key_scope, idempotency_key, occurred_at, canonical)
      values ('${transfer.id}', 'GENESIS', 'GENESIS', ${transfer.amount}, 0, 'genesis', 'genesis', '${at}',
        '${canonicalOf(transfer, entries)}')`);
    const rows = entries.map(({ account, amount }) => `('${account}', ${amount})`).join(', ');
    this.addSql(`insert into entry (account_id, version, transfer_id, amount, balance_after, sent_after, at)
      select a.id, 1, '${transfer.id}', e.amount, e.amount, 0, '${at}'
      from (values ${rows}) as e (address, amount) join account a using (address)`);
    this.addSql(`update account set balance = e.amount, version = 1 from entry e where e.account_id = account.id`);
  }
}

import pg from 'pg';
import { newId } from '#kernel/id';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { openWallet } from '../actions/open-wallet.ts';
import { sealBlocks } from '../actions/seal-blocks.ts';
import { settle } from '../actions/settle.ts';
import { poolOf, walletOf } from '../domain/account.ts';
import type { Command } from '../domain/command.ts';
import type { Outcome } from '../domain/transfer.ts';
import type { BuzPorts } from '../outside/ports.ts';
import type { BuzSettings } from '../settings.ts';
import { buzSubgraph } from '../subgraph.ts';

/** A mounted ledger, people with BUZ in it, and an intruder who is past every grant and trigger. */
export async function ledgerWorld(settings?: BuzSettings) {
  const mount: TestMount<BuzPorts> = await mountForTest(buzSubgraph(settings));
  const superuser = new pg.Pool({
    connectionString: mount.superuserUrl,
    options: '-c search_path=buz -c session_replication_role=replica',
    max: 2,
  });
  superuser.on('error', () => undefined); // its database is dropped below it
  const run = (...commands: Command[]): Promise<Outcome[]> => {
    const scope = mount.scope();
    return scope.transact((tx) => settle(tx, commands, scope.clock.now()));
  };
  return {
    mount,
    run,
    /** As the subgraph's own role. */
    sql: async (text: string) => (await mount.mounted.database.roadPool.query(text)).rows,
    /** As a superuser, with triggers switched off. */
    tamper: async (text: string) => (await superuser.query(text)).rows,
    /** What a person got, from the pool. */
    grant(userId: string, units: bigint): Command {
      const legs = [
        { account: poolOf('REWARDS'), amount: -units },
        { account: walletOf(userId), amount: units },
      ];
      return { id: newId(), actorId: null, type: 'GRANT', kind: 'MOVE', legs };
    },
    /** Somebody with a wallet, every document, and `units` in it. */
    async person(units: bigint): Promise<string> {
      const userId = newId();
      await openWallet(mount.scope(), userId);
      await mount.mounted.database.roadPool.query(`update account set documents = '{BTS,BPP}' where owner_id = $1`, [
        userId,
      ]);
      await run(this.grant(userId, units));
      return userId;
    },
    /**
     * Seals all that was written. Other tests on this server hold transactions open too, and nothing is sealed beyond the oldest: so it is
     * tried until it is done.
     */
    async seal(): Promise<void> {
      await eventually(async () => {
        await sealBlocks(mount.scope());
        const [row] = await this.sql(
          'select (select count(*) from transfer) - (select coalesce(sum(count), 0) from block) as left',
        );
        if (row.left !== '0') throw new Error(`${row.left} transfers are not sealed`);
      }, 20_000);
    },
    async stop() {
      await superuser.end();
      await mount.stop();
    },
  };
}

export type LedgerWorld = Awaited<ReturnType<typeof ledgerWorld>>;

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { endCharge } from '../actions/end-charge.ts';
import { earnRewards } from '../actions/earn-rewards.ts';
import { holdCharge } from '../actions/hold-charge.ts';
import { openProgramme } from '../actions/open-programme.ts';
import { payRewards } from '../actions/pay-rewards.ts';
import { settleOne } from '../actions/settle.ts';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';

const DAY_MS = 86_400_000;

describe('the figures of the economy', () => {
  let mount: TestMount<unknown>;
  let economy: ReturnType<typeof economyOf>;
  let userId: string;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
    economy = economyOf(mount);
    userId = await live();
  });
  afterAll(() => mount.stop());

  const ask = async <Answer>(query: string, variables = {}) => {
    const { data, errors } = await mount.graphql(query, variables, { userId });
    expect(errors).toBeUndefined();
    return data as Answer;
  };

  /** One of everything: a transfer 40 days ago, then a transfer, a payment, a hold, a reward and one to claim. */
  async function live(): Promise<string> {
    const [ann, bob] = [await economy.person(1_000), await economy.person(1_000)];
    await economy.person(0);
    await economy.rows(`update account set documents = '{BTS,BPP}' where owner_id = '${ann}'`);
    const send = (buz: bigint) => {
      const command = {
        kind: 'SEND',
        type: 'TRANSFER',
        id: newId(),
        actorId: ann,
        from: ann,
        to: bob,
        amount: buz * BUZ,
      } as const;
      return mount.scope().transact((tx) => settleOne(tx, command, mount.clock.now()));
    };
    await send(500n);
    mount.clock.advance(40 * DAY_MS);
    await send(100n);
    const charge = async (payerId: string, priceCode: string) => {
      const chargeId = newId();
      const request = { chargeId, payerId, priceCode, subject: { type: 'app', id: chargeId } };
      await holdCharge(mount.scope(), { asker: 'shop', request, askedAt: mount.clock.now() });
      return chargeId;
    };
    await endCharge(mount.scope(), {
      asker: 'shop',
      chargeId: await charge(bob, 'VENTURE_CREATE'),
      outcome: 'CAPTURE',
    });
    await charge(bob, 'API_ACCESS');
    const cause = { eventId: newId(), earnedAt: mount.clock.now() };
    const earned = ['PROFILE_COMPLETED', 'XP_MILESTONE_100'].map((code) => ({ userId: ann, code, subject: 'once' }));
    await earnRewards(mount.scope(), earned, cause);
    await payRewards(mount.scope());
    const budget = {
      code: 'BUDGET',
      name: 'A budget',
      pool: 'VENTURES',
      ceiling: 70n * BUZ,
      decisionId: newId(),
    } as const;
    await mount.scope().transact((tx) => openProgramme(tx, budget, mount.clock.now()));
    mount.clock.advance(1_000);
    return ann;
  }

  test('say where every unit of the cap is', async () => {
    const names = ['inPools', 'reserved', 'treasury', 'burned', 'circulating'];
    const { supply } = await ask<{ supply: Record<string, string> & { walletCount: number } }>(
      `{ supply { cap ${names.join(' ')} available held staked invested inVentures walletCount } }`,
    );
    expect(supply).toEqual({
      cap: '1000000000',
      inPools: '999997910', // less 2000 granted, 10 and 10 earned, 70 in a budget
      reserved: '80', // the budget, and what lies ready to be claimed
      treasury: '50.6',
      burned: '0',
      circulating: '1959.4',
      available: '1884.4',
      held: '75',
      staked: '0',
      invested: '0',
      inVentures: '0',
      walletCount: 3,
    });
    expect(names.reduce((sum, name) => sum + Math.round(Number(supply[name]) * 1e6), 0)).toBe(1e15);
  });

  test('follow from the ledger for any period, and stop at its border', async () => {
    const figures =
      'volume transfers fees activeWallets participationBp velocityBp emissionCap emittedToday rewardsWaiting';
    const { month, year } = await ask<Record<'month' | 'year', object>>(`{
      month: economyStats(period: MONTH) { ${figures} emission { code amount count } spending { code amount count } }
      year: economyStats(period: YEAR) { volume transfers fees activeWallets } }`);
    expect(month).toEqual({
      volume: '150',
      transfers: 2,
      fees: '0.1',
      activeWallets: 2,
      participationBp: 6_666,
      velocityBp: 765, // 150 of 1959.4
      emission: [
        { code: 'PROFILE_COMPLETED', amount: '10', count: 1 },
        { code: 'XP_MILESTONE_100', amount: '10', count: 1 },
      ],
      spending: [{ code: 'VENTURE_CREATE', amount: '50', count: 1 }],
      emissionCap: '82191',
      emittedToday: '20',
      rewardsWaiting: '0',
    });
    expect(year).toEqual({ volume: '650', transfers: 3, fees: '0.6', activeWallets: 2 });
  });

  test('list the entries of every pool page by page, all pools in one question to the database', async () => {
    type Pools = {
      pools: {
        name: string;
        balance: string;
        entries: { edges: { node: Record<string, string> }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      }[];
    };
    const query = (entries: string) => `query ($after: String) { pools { name balance ${entries} } }`;
    const all = query(
      'entries(first: 2, after: $after) { edges { node { type memo amount balanceAfter } } pageInfo { hasNextPage endCursor } }',
    );
    mount.statements.length = 0;
    const { pools } = await ask<Pools>(all);
    expect(mount.statements.length).toBe(2);
    const rewards = pools.find(({ name }) => name === 'REWARDS')!;
    expect(rewards.entries.edges.map(({ node }) => node)).toEqual([
      { type: 'REWARD', memo: 'XP_MILESTONE_100', amount: '-10', balanceAfter: '149999980' },
      { type: 'REWARD', memo: 'PROFILE_COMPLETED', amount: '-10', balanceAfter: '149999990' },
    ]);
    expect(rewards.balance).toBe('149999980');
    const one = `query ($after: String) { pools { name entries(first: 2, after: $after) { edges { node { type amount } } pageInfo { hasNextPage } } } }`;
    const rest = await mount.graphql(one, { after: rewards.entries.pageInfo.endCursor }, { userId });
    const page = (rest.data!['pools'] as Pools['pools']).find(({ name }) => name === 'REWARDS')!;
    expect(page.entries).toEqual({
      edges: [{ node: { type: 'GENESIS', amount: '150000000' } }],
      pageInfo: { hasNextPage: false },
    });
    expect(pools.find(({ name }) => name === 'TEAM')!.entries.edges).toHaveLength(1);
  });

  test('name budgets with what is left of them', async () => {
    expect(await ask('{ programmes { code name pool ceiling left closedAt } }')).toEqual({
      programmes: [{ code: 'BUDGET', name: 'A budget', pool: 'VENTURES', ceiling: '70', left: '70', closedAt: null }],
    });
  });

  test('cost the same number of statements for one day as for a year, and are for nobody who is not signed in', async () => {
    const statementsOf = async (period: string) => {
      mount.statements.length = 0;
      await ask(`{ economyStats(period: ${period}) { volume } supply { cap } }`);
      return mount.statements.length;
    };
    expect(await statementsOf('DAY')).toBe(await statementsOf('YEAR'));
    expect((await mount.graphql('{ supply { cap } }')).errors?.[0]).toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });
});

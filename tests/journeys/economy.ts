import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '#chassis/testing/eventually';
import type { GraphClient } from '#platform/story/graph-client';
import type { Stage } from './stage.ts';

interface Reward {
  rule: string;
  state: string;
  amount: string;
}

/** Moves the clock: it is the last. */
export const economy = (stageOf: () => Stage) =>
  describe('the economy', () => {
    let stage: Stage;
    beforeAll(() => {
      stage = stageOf();
    });

    const rewardsOf = async (graph: GraphClient): Promise<Reward[]> => {
      const query = '{ wallet { rewards(first: 100) { edges { node { rule state amount } } } } }';
      const { wallet } = await graph.ask<{ wallet: { rewards: { edges: { node: Reward }[] } } | null }>(query);
      return (wallet?.rewards.edges ?? []).map(({ node }) => node);
    };

    test('pays for what a newcomer does, through the game too, and what has to be claimed is claimed once', async () => {
      const { id, graph } = await stage.newcomer('Nora Newcomer');
      await stage.standIn.sign(id, 'MEMBER');
      const paid = { state: 'PAID' };
      await eventually(
        async () =>
          expect(await rewardsOf(graph)).toEqual(
            expect.arrayContaining([
              { ...paid, rule: 'DAILY_LOGIN', amount: '1' },
              { ...paid, rule: 'WELCOME', amount: '1000' },
              { ...paid, rule: 'LEGAL_COMPLETE', amount: '15' },
              { state: 'CLAIMABLE', rule: 'XP_MILESTONE_100', amount: '10' },
            ]),
          ),
        30_000,
      );
      const ready = (await rewardsOf(graph)).filter(({ state }) => state === 'CLAIMABLE');
      const claim = `mutation ($input: ClaimRewardsInput!) { claimRewards(input: $input) { __typename ... on RewardsClaimed { count } } }`;
      type Claimed = { claimRewards: { __typename: string; count?: number } };
      const answers = await Promise.all(
        [1, 2, 3].map(() => graph.ask<Claimed>(claim, { input: { idempotencyKey: randomUUID() } })),
      );
      const counts = answers.map(({ claimRewards }) => claimRewards.count ?? 0);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(ready.length);
      // what the wallet has is what its rewards say: nothing was paid twice, nothing was lost
      await eventually(async () => {
        const arrived = (await rewardsOf(graph)).filter(({ state }) => state === 'PAID' || state === 'CLAIMED');
        const { wallet } = await graph.ask<{ wallet: { available: string } }>('{ wallet { available } }');
        expect(Number(wallet.available)).toBe(arrived.reduce((sum, { amount }) => sum + Number(amount), 0));
      });
    }, 120_000);

    test('changes a price when two administrators say so, at its hour, and quotes show it from then on', async () => {
      const [one, other] = [await stage.demo('admin'), await stage.demo('auditor')];
      const second = other.graph;
      type Quoted = { quoteCharge: { cost: string; expiresAt: string } };
      const quote = async () =>
        (await second.ask<Quoted>('{ quoteCharge(priceCode: "API_ACCESS") { cost expiresAt } }')).quoteCharge;

      const { expiresAt: from } = await quote(); // a quarter of an hour from now, in business time
      const change = {
        code: 'API_ACCESS',
        amount: '60',
        effectiveFrom: from,
        reason: 'a journey',
        idempotencyKey: randomUUID(),
      };
      const { act } = await one.graph.act<{ act: { id: string } }>(
        'proposePriceChange',
        'EconomyProposed',
        change,
        'act { id }',
      );
      const decision = { actId: act.id, reason: 'a journey', idempotencyKey: randomUUID() };
      await expect(one.graph.act('approveBuzAct', 'BuzAct', decision, 'id')).rejects.toThrow('BUZ_ACT_OWN');
      await second.act('approveBuzAct', 'BuzAct', decision, 'id');
      expect((await quote()).cost).toBe('75');
      await stage.advance('PT15M');
      expect((await quote()).cost).toBe('60');
    }, 120_000);

    test('has a large grant of the story wait for the second administrator, who may approve it once', async () => {
      const [admin, auditor] = [await stage.demo('admin'), await stage.demo('auditor')];
      type Acts = { buzActs: { edges: { node: { id: string; kind: string; summary: string } }[] } };
      const waiting = async () =>
        (await admin.graph.ask<Acts>('{ buzActs(state: WAITING, first: 10) { edges { node { id kind summary } } } }'))
          .buzActs.edges;
      const grants = (await waiting()).filter(({ node }) => node.kind === 'GRANT');
      expect(grants).toHaveLength(1);
      const decision = () => ({ actId: grants[0]!.node.id, reason: 'well earned', idempotencyKey: randomUUID() });
      await expect(auditor.graph.act('approveBuzAct', 'BuzAct', decision(), 'id')).rejects.toThrow('BUZ_ACT_OWN');
      await admin.graph.act('approveBuzAct', 'BuzAct', decision(), 'id');
      await expect(admin.graph.act('approveBuzAct', 'BuzAct', decision(), 'id')).rejects.toThrow('BUZ_ACT');
      expect(await waiting()).toEqual([]);
    }, 60_000);
  });

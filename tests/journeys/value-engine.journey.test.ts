import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unitsOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import { eventually } from '#chassis/testing/eventually';
import { userEmailVerified } from '#subgraphs/users/published/users.events';
import type { Topology } from './black-box.ts';
import { setStage, type Newcomer, type Person, type Stage } from './stage.ts';

const DAY_MS = 86_400_000;
const SEND = `mutation ($input: TransferBuzInput!) { transferBuz(input: $input) { __typename
  ... on TransferCompleted { transferId balanceAfter fee } ... on InsufficientBuz { needed available } ... on Refusal { code } } }`;
const SUPPLY = '{ supply { cap inPools circulating reserved treasury burned } }';

type Supply = Record<'cap' | 'inPools' | 'circulating' | 'reserved' | 'treasury' | 'burned', string>;

interface Sent {
  __typename: string;
  transferId?: string;
  balanceAfter?: string;
  fee?: string;
  code?: string;
}

describe.each<Topology>(['together', 'apart'])('the value engine (%s)', (topology) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(topology);
  }, 240_000);
  afterAll(() => stage?.close(), 60_000);

  const send = async ({ graph }: Person, toUserId: string, amount: string, idempotencyKey = randomUUID()) =>
    (await graph.ask<{ transferBuz: Sent }>(SEND, { input: { toUserId, amount, idempotencyKey } })).transferBuz;
  test('of fifty parallel transfers of everything one completes; its key again gets the same answer', async () => {
    const payer = await stage.newcomer('Pat Payer');
    // people whom only the ledger has to know: their addresses were verified, as users would tell
    const recipients = Array.from({ length: 50 }, () => newId());
    await Promise.all(recipients.map((userId) => stage.standIn.tell(userEmailVerified, userId, { userId })));
    await stage.grant(payer, '100.1'); // with the few BUZ of a first day that may come: enough for one, not for two
    const { supply: earlier } = await payer.graph.ask<{ supply: Supply }>(SUPPLY);

    const keys = recipients.map(() => randomUUID());
    const answers = await Promise.all(recipients.map((userId, at) => send(payer, userId, '100', keys[at]!)));
    const done = answers.flatMap((answer, at) => (answer.__typename === 'TransferCompleted' ? [at] : []));
    expect(done).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'INSUFFICIENT_BUZ')).toHaveLength(49);
    const [at] = done as [number];
    expect(answers[at]).toMatchObject({ fee: '0.1' });
    expect(await send(payer, recipients[at]!, '100', keys[at]!)).toEqual(answers[at]);
    expect(await send(payer, recipients[at]!, '99', keys[at]!)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });

    const { supply } = await payer.graph.ask<{ supply: Supply }>(SUPPLY);
    expect(unitsOf(supply.treasury)! - unitsOf(earlier.treasury)!).toBe(unitsOf('0.1'));
    const { cap, ...parts } = supply;
    expect(Object.values(parts).reduce((sum, part) => sum + unitsOf(part)!, 0n)).toBe(unitsOf(cap));
  }, 120_000);

  test('a stake that is left early pays a tenth; one that is held pays what the formula says, out of the pool', async () => {
    const staker = await stage.newcomer('Sam Staker');
    await stage.grant(staker, '2000');
    const open = async () => {
      const input = { tier: 'GOLD', amount: '1000', idempotencyKey: randomUUID() };
      const { stake } = await staker.graph.act<{ stake: { id: string } }>(
        'openStake',
        'StakeOpened',
        input,
        'stake { id }',
      );
      return stake.id;
    };
    const exit = async (stakeId: string, expectedPayout: string) => {
      await staker.user.signIn(); // money needs a fresh authentication
      const input = { stakeId, expectedPayout, idempotencyKey: randomUUID() };
      return staker.user.graph.act<{ payout: string }>('withdrawStake', 'StakeWithdrawn', input, 'payout penalty');
    };
    const socket = staker.user.socket(); // long before what it waits for
    const matured = socket
      .iterate<{ stakeMatured: { stakeId: string; reward: string } }>({
        query: 'subscription { stakeMatured { stakeId reward } }',
      })
      .next();
    const early = await open();
    await stage.advance('P60D');
    expect(await exit(early, '900')).toMatchObject({ payout: '900', penalty: '100' });

    const held = await open();
    await stage.advance('P180D');
    expect((await matured).value?.data?.stakeMatured).toEqual({ stakeId: held, reward: '59.178082' });
    await socket.dispose();
    const { stake } = await staker.graph.ask<{ stake: object }>(
      'query ($id: ID!) { stake(id: $id) { status rewardsPaid } }',
      { id: held },
    );
    expect(stake).toEqual({ status: 'MATURED', rewardsPaid: '59.178082' });
    expect(await exit(held, '1000')).toMatchObject({ payout: '1000', penalty: '0' });
  }, 120_000);

  test('a vote with the power of the stakes at its start changes a price at its time; a late stake adds nothing', async () => {
    const people = await Promise.all(['Vera', 'Till', 'Lea'].map((name) => stage.newcomer(`${name} Voter`)));
    const [vera, till, lea] = people as [Newcomer, Newcomer, Newcomer];
    // together below what one administrator gives alone within a day
    for (const [person, amount] of [
      [vera, '3200'],
      [till, '1200'],
      [lea, '4200'],
    ] as const)
      await stage.grant(person, amount);
    const stake = async ({ user }: Newcomer, amount: string) => {
      const input = { tier: 'GOLD', amount, idempotencyKey: randomUUID() };
      await user.graph.act('openStake', 'StakeOpened', input, '__typename');
    };
    await stake(vera, '3000');
    await stake(till, '1000');

    const propose = async (amount: string): Promise<string> => {
      const effectiveAt = new Date((await businessNow()).getTime() + 30 * DAY_MS).toISOString();
      const change = { code: 'OPPORTUNITY_POST', amount, effectiveAt };
      const input = { type: 'ECONOMIC', title: `Posting for ${amount}`, text: 'Posting should cost this.', change };
      type Made = { proposal: { id: string } };
      const { proposal } = await vera.graph.act<Made>('createProposal', 'ProposalCreated', input, 'proposal { id }');
      await vera.graph.act('openProposal', 'ProposalOpened', { proposalId: proposal.id }, '__typename');
      return proposal.id;
    };
    const vote = async ({ user }: Newcomer, proposalId: string, choice: string) => {
      const query =
        'mutation ($input: CastVoteInput!) { castVote(input: $input) { __typename ... on Refusal { code } } }';
      const input = { proposalId, choice, idempotencyKey: randomUUID() };
      return (await user.graph.ask<{ castVote: object }>(query, { input })).castVote;
    };
    const stateOf = async (id: string) =>
      (
        await vera.graph.ask<{ proposal: { state: string } }>('query ($id: ID!) { proposal(id: $id) { state } }', {
          id,
        })
      ).proposal.state;
    const [passing, ignored] = [await propose('7'), await propose('8')];
    await stage.advance('P7D');
    await eventually(async () =>
      expect([await stateOf(passing), await stateOf(ignored)]).toEqual(['VOTING', 'VOTING']),
    );
    await stake(lea, '4000'); // more than both, and too late
    expect(await vote(vera, passing, 'YES')).not.toHaveProperty('code');
    expect(await vote(vera, passing, 'NO')).toHaveProperty('code');
    expect(await vote(till, passing, 'NO')).not.toHaveProperty('code');
    expect(await vote(lea, passing, 'NO')).toHaveProperty('code');
    await stage.advance('P3D');
    await eventually(async () => expect(await stateOf(ignored)).toBe('QUORUM_FAILED'));
    await eventually(async () => expect(['PASSED', 'EXECUTED']).toContain(await stateOf(passing)));

    const quoted = async () =>
      (
        await vera.graph.ask<{ quoteCharge: { cost: string } }>(
          '{ quoteCharge(priceCode: "OPPORTUNITY_POST") { cost } }',
        )
      ).quoteCharge.cost;
    expect(await quoted()).toBe('10');
    await stage.advance('P20D');
    await eventually(async () => expect(await quoted()).toBe('7'));
    expect(await stateOf(passing)).toBe('EXECUTED');
    expect(await vote(till, passing, 'YES')).toHaveProperty('code');
  }, 120_000);

  test('thirty days in a row multiply, a level is entered once and told, and the log says the same', async () => {
    const player = await stage.visitor('Dana Daily');
    const socket = player.user.socket();
    const levels: string[] = [];
    const following = (async () => {
      const events = socket.iterate<{ levelUp: { level: string } }>({ query: 'subscription { levelUp { level } }' });
      for await (const { data } of events) if (data) levels.push(data.levelUp.level);
    })();
    const rankBefore = (await gameOf(player)).rank;
    for (let day = 1; day <= 30; day++) {
      if (day > 1) {
        await stage.advance('P1D');
        await player.user.signIn();
      }
      await eventually(async () => {
        const { streaks } = await gameOf(player);
        expect(streaks).toContainEqual({ kind: 'LOGIN', days: day });
      });
    }
    const { xp, level, rank, badges, xpHistory } = await eventually(async () => {
      const game = await gameOf(player);
      expect(game.level.name).toBe('HAWK');
      return game;
    });
    const logins = xpHistory.edges.map(({ node }) => node).filter(({ activity }) => activity === 'DAILY_LOGIN');
    const streakBp = logins.map((entry) => entry.streakBp).reverse();
    expect(streakBp).toEqual([...Array(6).fill(10_000), ...Array(23).fill(12_000), 15_000]);
    expect(xpHistory.edges.reduce((sum, { node }) => sum + node.amount, 0)).toBe(xp);
    expect(level.name).toBe('HAWK');
    expect(rank).toBeLessThanOrEqual(rankBefore ?? Infinity);
    expect(badges.edges.map(({ node }) => node.badge.code).join()).toMatch(/HAWK/i);
    await eventually(() => expect(levels).toEqual(['HAWK']));
    await socket.dispose();
    await following.catch(() => undefined);
    const rebuilt = spawnSync(process.execPath, ['dist/platform/gamification.js', 'rebuild'], {
      env: { ...process.env, DATA_DIR: stage.box.dataDir, NODE_ENV: 'development' },
      encoding: 'utf8',
    });
    expect({ status: rebuilt.status, said: rebuilt.status === 0 ? '' : rebuilt.stdout + rebuilt.stderr }).toEqual({
      status: 0,
      said: '',
    });
  }, 180_000);

  const businessNow = async (): Promise<Date> => {
    const moved = await fetch(`${stage.box.url}/dev/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advance: 'PT1S' }),
    });
    return new Date(((await moved.json()) as { now: string }).now);
  };
});

interface Game {
  xp: number;
  rank: number | null;
  level: { name: string };
  streaks: { kind: string; days: number }[];
  badges: { edges: { node: { badge: { code: string } } }[] };
  xpHistory: { edges: { node: { activity: string; amount: number; streakBp: number } }[] };
}

async function gameOf({ user }: Newcomer): Promise<Game> {
  const { me } = await user.graph.ask<{ me: { gamification: Game } }>(
    `{ me { gamification { xp rank level { name } streaks { kind days } badges(first: 50) { edges { node { badge { code } } } }
       xpHistory(first: 100) { edges { node { activity amount streakBp } } } } } }`,
  );
  return me.gamification;
}

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import type { Caller } from '#chassis/identity/caller';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { buzSubgraph } from '../subgraph.ts';
import { DAY_MS } from '../testing/stakers.ts';
import { votersOf } from '../testing/voters.ts';
import { matureStakes } from '../actions/mature-stakes.ts';
import { walkAndTell } from '../actions/walk-proposals.ts';

describe('stakes and proposals in the graph', () => {
  let mount: TestMount<unknown>;
  let world: ReturnType<typeof votersOf>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph(), { background: true });
    world = votersOf(mount);
  });
  afterAll(() => mount.stop());

  const ask = async (query: string, userId: string, variables = {}, caller: Partial<Caller> = {}) =>
    mount.graphql(query, variables, {
      userId,
      permissions: ['buz.stake', 'buz.unstake'],
      nonce: newId(),
      ...caller,
    });
  const follow = async (query: string, userId: string) => {
    const caller = mount.scope({ userId }).caller;
    const stream = await mount.mounted.endpoint.subscribe({ query, variables: {}, caller });
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    return stream;
  };
  const STAKE = `mutation ($tier: String!, $amount: BuzAmount!, $key: String!) {
    openStake(input: { tier: $tier, amount: $amount, idempotencyKey: $key }) { __typename
      ... on StakeOpened { stake { id status principal reward accrued autoRenew exit { early payout penalty forfeited } } }
      ... on Refusal { code message } } }`;

  test('shows the tiers to everybody, and a quote of leaving before anything is left', async () => {
    const tiers = await mount.graphql('{ stakeTiers { tier apyBp days minimum maximum penaltyBp } }');
    expect(tiers.data!.stakeTiers).toEqual([
      { tier: 'BRONZE', apyBp: 500, days: 30, minimum: '100', maximum: '10000', penaltyBp: 1000 },
      { tier: 'SILVER', apyBp: 800, days: 90, minimum: '500', maximum: '50000', penaltyBp: 1000 },
      { tier: 'GOLD', apyBp: 1200, days: 180, minimum: '1000', maximum: '100000', penaltyBp: 1000 },
      { tier: 'PLATINUM', apyBp: 1800, days: 365, minimum: '5000', maximum: '500000', penaltyBp: 1000 },
    ]);
    const userId = await world.person('1000');
    const variables = { tier: 'GOLD', amount: '1000', key: newId() };
    const { data, errors } = await ask(STAKE, userId, variables);
    expect(errors).toBeUndefined();
    const { stake } = data!.openStake as { stake: { id: string } };
    expect(stake).toMatchObject({ status: 'ACTIVE', principal: '1000', reward: '59.178082', accrued: '0', exit: { early: true, payout: '900', penalty: '100', forfeited: '59.178082' } }); // prettier-ignore
    mount.clock.advance(90 * DAY_MS);
    const half = await ask('query ($id: ID!) { stake(id: $id) { accrued rewardsPaid } }', userId, { id: stake.id });
    expect(half.data!.stake).toEqual({ accrued: '29.589041', rewardsPaid: '0' });
    const foreign = await ask('query ($r: [_Any!]!) { _entities(representations: $r) { ... on StakePosition { tier } } }', newId(), { r: [{ __typename: 'StakePosition', id: stake.id }] }); // prettier-ignore
    expect(foreign.data!._entities).toEqual([null]);
  });

  test('asks for a fresh authentication and for the permission', async () => {
    const userId = await world.person('100');
    const variables = { tier: 'BRONZE', amount: '100', key: newId() };
    const stale = await ask(STAKE, userId, variables, { freshAuthAt: null });
    expect(stale.data!.openStake).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    const powerless = await ask(STAKE, userId, variables, { permissions: ['buz.view'] });
    expect(powerless.errors![0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(await world.rows('select id from stake where user_id = $1', userId)).toEqual([]);
  });

  test('tells its owner, and nobody else, live when a term ends', async () => {
    const [userId, other] = [await world.person('100'), await world.person('0')];
    const query = 'subscription { stakeMatured { stakeId reward renewed stake { status } } }';
    const [own, foreign] = [await follow(query, userId), await follow(query, other)];
    const heard = own.next();
    let overheard = false;
    void foreign.next().then(({ done }) => (overheard = !done));
    const stakeId = await world.staked(userId, 'BRONZE', '100');
    mount.clock.advance(30 * DAY_MS);
    await matureStakes(mount.scope({ kind: 'system' }));
    expect((await heard).value.data).toEqual({ stakeMatured: { stakeId, reward: '0.410958', renewed: false, stake: { status: 'MATURED' } } }); // prettier-ignore
    expect(overheard).toBe(false);
    await Promise.all([own.return?.(), foreign.return?.()]);
  });

  test('shows how a vote stands, one’s own power, and to whoever asks the votes and a recount', async () => {
    const [proposer, voter] = [await world.voter(1_000), await world.voter(3_000)];
    const id = await world.opened(proposer);
    const live = await follow(`subscription { proposalChanged(proposalId: "${id}") { state tally { yes } } }`, voter);
    const seen: unknown[] = [];
    void (async () => {
      for await (const { data } of live as AsyncIterable<{ data: { proposalChanged: unknown } }>)
        seen.push(data.proposalChanged);
    })();
    world.later(7);
    const VOTE = `mutation ($id: ID!, $key: String!) { castVote(input: { proposalId: $id, choice: YES, idempotencyKey: $key }) {
      __typename ... on VoteCounted { power proposal { state tally { yes voters } ownVote ownPower } } ... on Refusal { code } } }`;
    const counted = await ask(VOTE, voter, { id, key: newId() });
    expect(counted.data!.castVote).toMatchObject({ power: '3000', proposal: { state: 'VOTING', tally: { yes: '3000', voters: 1 }, ownVote: 'YES', ownPower: '3000' } }); // prettier-ignore
    expect((await ask(VOTE, voter, { id, key: newId() })).data!.castVote).toMatchObject({ code: 'ALREADY_VOTED' });
    await walkAndTell(mount.scope({ kind: 'system' }));
    world.later(3);
    await walkAndTell(mount.scope({ kind: 'system' }));
    const anybody = await ask(
      `query ($id: ID!) { recountProposal(id: $id) { agrees tally { yes } }
        proposalVotes(proposalId: $id) { edges { node { choice power voter { id } } } } }`,
      newId(),
      { id },
    );
    expect(anybody.data).toMatchObject({
      recountProposal: { agrees: true, tally: { yes: '3000' } },
      proposalVotes: { edges: [{ node: { choice: 'YES', power: '3000', voter: { id: voter } } }] },
    });
    await eventually(() => expect(seen.at(-1)).toEqual({ state: 'PASSED', tally: { yes: '3000' } }));
    expect(seen.length).toBeLessThanOrEqual(3);
    await live.return?.();
  });

  test('asks the database the same number of times for 2 stakes and proposals as for 30', async () => {
    const [userId, other] = [await world.voter(3_000), await world.person('3000')];
    const proposers = [userId, ...(await Promise.all(Array.from({ length: 9 }, () => world.voter(1_000))))];
    for (const proposer of proposers) for (let at = 0; at < 3; at++) await world.opened(proposer);
    for (let at = 0; at < 29; at++) await world.staked(other, 'BRONZE', '100');
    world.later(7);
    await world.walk();
    const statements = async (first: number, as: string): Promise<number> => {
      mount.statements.length = 0;
      await ask(
        `query ($first: Int!) { stakes(first: $first) { edges { node { accrued exit { payout } } } }
          proposals(first: $first, state: VOTING) { edges { node { title tally { yes } ownPower ownVote proposer { id } } } } }`,
        as,
        { first },
      );
      return mount.statements.length;
    };
    for (const one of [userId, other]) expect(await statements(100, one)).toBe(await statements(2, one));
  });
});

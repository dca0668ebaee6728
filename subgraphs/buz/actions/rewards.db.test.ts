import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';
import { claimRewards, expireRewards } from './claim-rewards.ts';
import { earnRewards } from './earn-rewards.ts';
import { payRewards } from './pay-rewards.ts';

const DAY_MS = 86_400_000;

describe('rewards', () => {
  let mount: TestMount<unknown>;
  let economy: ReturnType<typeof economyOf>;
  let nth = 0;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
    economy = economyOf(mount);
  });
  afterAll(() => mount.stop());
  /** Another day with an empty queue, and more than enough to give. */
  beforeEach(async () => {
    await economy.rows('truncate reward, emission_day');
    mount.clock.set(`${new Date(mount.clock.now().getTime() + DAY_MS).toISOString().slice(0, 10)}T12:00:00Z`);
    await economy.rule('EMISSION', 'DAILY_EMISSION', 80_000 + nth++, mount.clock.now());
  });
  afterEach(async () => {
    expect(await economy.missing()).toBe('0');
    expect(await economy.balance('reserve/CLAIMABLE')).toBe(0);
  });

  const earn = (userId: string, code: string, subject = 'once', eventId = newId()) =>
    earnRewards(mount.scope(), [{ userId, code, subject }], { eventId, earnedAt: mount.clock.now() });
  const pay = () => payRewards(mount.scope());
  const claim = (userId: string, key: string = newId()) => claimRewards(mount.scope({ userId }), key);
  const states = async () =>
    (await economy.rows<{ state: string }>('select state from reward order by position')).map(({ state }) => state);
  const told = (type: string) =>
    economy.rows('select from outbox where type = $1 and aggregate_id in (select id::text from reward)', type);

  test('are paid out of the pool once per user, rule and subject, whatever is heard how often at once', async () => {
    const userId = await economy.person(0);
    const pool = await economy.balance('pool/REWARDS');
    const event = newId();
    await Promise.all(
      Array.from({ length: 30 }, (_, nth) => earn(userId, 'WELCOME', 'once', nth < 15 ? event : newId())),
    );
    const rounds = await Promise.all(Array.from({ length: 6 }, pay));
    expect(rounds.reduce((sum, { paid }) => sum + paid, 0)).toBe(1);
    expect(await economy.balance(`wallet/${userId}`)).toBe(1_000);
    expect(pool - (await economy.balance('pool/REWARDS'))).toBe(1_000);
    expect(await told('buz.awarded')).toHaveLength(1);
  });

  test('that do not fit into the day wait in order for the next one, and none is lost', async () => {
    const today = mount.clock.now().toISOString().slice(0, 10);
    const midnight = new Date(Date.parse(today) + DAY_MS);
    await economy.rule('EMISSION', 'DAILY_EMISSION', 1_020, mount.clock.now());
    const [ann, bob] = [await economy.person(0), await economy.person(0)];
    await earn(ann, 'WELCOME');
    await earn(ann, 'PROFILE_COMPLETED');
    await earn(bob, 'WELCOME'); // has no room today
    await earn(ann, 'IDENTITY_VERIFIED'); // would have room, and waits behind it
    expect(await pay()).toEqual({ paid: 2, waitsFor: 'EMISSION' });
    expect(await states()).toEqual(['PAID', 'PAID', 'WAITING', 'WAITING']);
    mount.clock.set(new Date(midnight.getTime() - 1));
    expect(await pay()).toEqual({ paid: 0, waitsFor: 'EMISSION' });
    mount.clock.set(midnight);
    // both days' rounds at once: midnight is crossed once
    await Promise.all([pay(), pay(), pay()]);
    expect(await states()).toEqual(['PAID', 'PAID', 'PAID', 'PAID']);
    expect([await economy.balance(`wallet/${ann}`), await economy.balance(`wallet/${bob}`)]).toEqual([1_030, 1_000]);
    const days = 'select day::text as day, cap::text as cap, emitted::text as emitted from emission_day order by day';
    expect(await economy.rows(days)).toEqual([
      { day: today, cap: '1020000000', emitted: '1010000000' },
      { day: midnight.toISOString().slice(0, 10), cap: '1020000000', emitted: '1020000000' },
    ]);
  });

  test('never come to more than the emission of a day, whatever races', async () => {
    await economy.rule('EMISSION', 'DAILY_EMISSION', 1_000, mount.clock.now());
    const people = await Promise.all(Array.from({ length: 12 }, () => economy.person(0)));
    await Promise.all(
      people.flatMap((userId) => ['badge a', 'badge b'].map((badge) => earn(userId, 'BADGE_RARE', badge))),
    );
    for (let day = 1; day <= 3; day++) {
      await Promise.all(Array.from({ length: 5 }, pay));
      const [{ paid }] = (await economy.rows<{ paid: number }>(
        "select count(*)::int as paid from reward where state = 'PAID'",
      )) as [{ paid: number }];
      expect(paid).toBe(Math.min(24, day * 10));
      mount.clock.advance(DAY_MS);
    }
  });

  test('wait for the pool when it is exhausted, and are paid when it has BUZ again', async () => {
    const userId = await economy.person(0);
    const rest = async (units: string) =>
      economy.rows(`with moved as (update account set balance = balance - ${units} where address = 'pool/REWARDS')
        update account set balance = balance + ${units} where address = 'pool/RESERVE'`);
    const [{ balance }] = (await economy.rows<{ balance: string }>(
      "select balance::text from account where address = 'pool/REWARDS'",
    )) as [{ balance: string }];
    await rest(balance);
    await earn(userId, 'WELCOME');
    expect(await pay()).toEqual({ paid: 0, waitsFor: 'POOL' });
    const query = '{ wallet { rewards { edges { node { rule state waitsFor } } } } }';
    expect((await mount.graphql(query, {}, { userId })).data).toEqual({
      wallet: { rewards: { edges: [{ node: { rule: 'WELCOME', state: 'WAITING', waitsFor: 'POOL' } }] } },
    });
    await rest(`(-${balance})`);
    expect(await pay()).toEqual({ paid: 1, waitsFor: null });
  });

  test('pay what the rule said when they were earned, and nothing when it said nothing', async () => {
    const userId = await economy.person(0);
    const before = mount.clock.now();
    await economy.rule('REWARD', 'PROFILE_COMPLETED', 12, new Date(before.getTime() + DAY_MS));
    await economy.rule('REWARD', 'LEVEL_UP', 0, before);
    mount.clock.advance(2 * DAY_MS);
    const late = [{ userId, code: 'PROFILE_COMPLETED', subject: 'heard late' }];
    await earnRewards(mount.scope(), late, { eventId: newId(), earnedAt: before });
    await earn(userId, 'PROFILE_COMPLETED');
    expect(await earn(userId, 'LEVEL_UP', 'HAWK')).toBe(0);
    expect(await earn(userId, 'NO_SUCH_RULE')).toBe(0);
    await pay();
    expect(await economy.balance(`wallet/${userId}`)).toBe(22);
  });

  test('of rules with days to claim are collected once by parallel claims, and the same key gets the same answer', async () => {
    const userId = await economy.person(0);
    for (const milestone of [100, 500, 1000]) await earn(userId, `XP_MILESTONE_${milestone}`);
    await pay();
    expect([await economy.balance(`wallet/${userId}`), await economy.balance('reserve/CLAIMABLE')]).toEqual([0, 160]);
    expect(await told('buz.reward_claimable')).toHaveLength(3);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => claim(userId, nth < 5 ? 'the same' : newId())),
    );
    const collected = answers.filter((answer) => 'amount' in answer);
    expect(
      answers
        .filter((answer) => !('amount' in answer))
        .every((answer) => 'name' in answer && answer.name === 'BuzNothingToClaim'),
    ).toBe(true);
    expect(collected.length).toBeGreaterThan(0);
    for (const answer of collected) expect(answer).toEqual({ amount: '160', count: 3 });
    expect([await economy.balance(`wallet/${userId}`), await economy.balance('reserve/CLAIMABLE')]).toEqual([160, 0]);
    expect(await told('buz.awarded')).toHaveLength(3);
  });

  test('that nobody claims go back to the pool at their very expiry; a claim that races it wins or loses whole', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => economy.person(0)));
    const pool = await economy.balance('pool/REWARDS');
    for (const userId of people) await earn(userId, 'XP_MILESTONE_100');
    await pay();
    mount.clock.advance(90 * DAY_MS - 1);
    expect(await expireRewards(mount.scope())).toBe(0);
    expect(await claim(people[0]!)).toMatchObject({ amount: '10' });
    const claims = people.slice(1).map((userId) => claim(userId));
    mount.clock.advance(1); // while they are under way
    const expiries = [expireRewards(mount.scope()), expireRewards(mount.scope())];
    const answers = await Promise.all(claims);
    const expired = (await Promise.all(expiries)).reduce((sum, one) => sum + one, 0);
    const claimed = 1 + answers.filter((answer) => 'amount' in answer).length;
    expect(claimed + expired).toBe(12);
    expect(await claim(people[0]!)).toMatchObject({ name: 'BuzNothingToClaim' });
    expect(pool - (await economy.balance('pool/REWARDS'))).toBe(10 * claimed);
    expect([await told('buz.awarded'), await told('buz.reward_expired')].map(({ length }) => length)).toEqual([
      claimed,
      expired,
    ]);
    await expect(economy.rows("update reward set state = 'CLAIMABLE', ended_at = null")).rejects.toThrow('ended as');
  });

  test('reach a frozen wallet and never a closed one', async () => {
    const [frozen, closed] = [await economy.person(0), await economy.person(0)];
    const status = (userId: string, to: string) =>
      economy.rows(`update account set status = '${to}' where address = 'wallet/${userId}'`);
    for (const userId of [frozen, closed]) await earn(userId, 'XP_MILESTONE_100');
    await pay();
    await status(frozen, 'FROZEN');
    await status(closed, 'CLOSED');
    for (const userId of [frozen, closed]) await earn(userId, 'WELCOME');
    expect(await pay()).toEqual({ paid: 2, waitsFor: null });
    expect(await states()).toEqual(['CLAIMABLE', 'CLAIMABLE', 'PAID', 'FORFEITED']);
    expect(await claim(frozen)).toMatchObject({ amount: '10' });
    expect(await claim(closed)).toMatchObject({ name: 'BuzNothingToClaim' });
    expect([await economy.balance(`wallet/${frozen}`), await economy.balance(`wallet/${closed}`)]).toEqual([1_010, 0]);
    expect(await economy.rows('select emitted::text as emitted from emission_day')).toEqual([
      { emitted: '1020000000' },
    ]);
    mount.clock.advance(90 * DAY_MS);
    expect(await expireRewards(mount.scope())).toBe(1);
  });

  test('are claimed over the graph, and another body under the key is refused', async () => {
    const userId = await economy.person(0);
    await earn(userId, 'XP_MILESTONE_500');
    await pay();
    const mutation = `mutation { claimRewards(input: { idempotencyKey: "k" }) { __typename
      ... on RewardsClaimed { amount count wallet { available claimable } } ... on Refusal { code } } }`;
    const expected = {
      claimRewards: {
        __typename: 'RewardsClaimed',
        amount: '50',
        count: 1,
        wallet: { available: '50', claimable: '0' },
      },
    };
    expect((await mount.graphql(mutation, {}, { userId })).data).toEqual(expected);
    expect((await mount.graphql(mutation, {}, { userId })).data).toEqual(expected);
    expect((await mount.graphql(mutation.replace('"k"', '"other"'), {}, { userId })).data).toMatchObject({
      claimRewards: { __typename: 'BuzNothingToClaim', code: 'BUZ_NOTHING_TO_CLAIM' },
    });
    expect((await mount.graphql(mutation)).errors?.[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });

  test('of a whole queue cost the same number of statements for 2 as for 60', async () => {
    const statementsFor = async (n: number): Promise<number> => {
      for (let nth = 0; nth < n; nth++) await earn(await economy.person(0), 'PROFILE_COMPLETED');
      mount.statements.length = 0;
      expect((await pay()).paid).toBe(n);
      return mount.statements.length;
    };
    expect(await statementsFor(2)).toBe(await statementsFor(60));
  });
});

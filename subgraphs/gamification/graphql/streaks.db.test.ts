import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { gamificationSubgraph } from '../subgraph.ts';
import { checkStreaks } from '../actions/check-streaks.ts';
import { hearFact } from '../actions/hear-fact.ts';

const DAY_MS = 86_400_000;

describe('in the graph', () => {
  let game: TestMount<unknown>;
  let userId: string;
  beforeAll(async () => {
    game = await mountForTest(gamificationSubgraph(), { startAt: '2026-03-27T09:00:00Z', background: true });
  });
  afterAll(() => game.stop());
  beforeEach(() => {
    userId = newId();
  });

  const login = () =>
    hearFact(game.scope(), { userId, kind: 'DAILY_LOGIN', sourceEventId: newId(), happenedAt: game.clock.now() });
  const entity = async (fields: string, of = userId, by: object = { userId }) => {
    const { data, errors } = await game.graphql(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { gamification { ${fields} } } } }`,
      { r: [{ __typename: 'User', id: of }] },
      by,
    );
    return errors ? { errors } : (data!._entities as { gamification: Record<string, unknown> }[])[0]!.gamification;
  };
  const mutate = async (name: string, input: object) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    const { data, errors } = await game.graphql(
      `mutation ($input: ${type}) { ${name}(input: $input) { __typename ... on Refusal { code } ... on StreakSteered { profile { userId } } } }`,
      { input },
      { userId, nonce: newId() },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data![name];
  };

  test('one sees streaks, zone and freezes of one’s own, and nobody else does', async () => {
    expect(await mutate('setTimeZone', { zone: 'Europe/Berlin', dayStartHour: 4 })).toEqual({
      __typename: 'StreakSteered',
      profile: { userId },
    });
    expect(await mutate('setTimeZone', { zone: 'Europe/Atlantis' })).toMatchObject({ code: 'TIME_ZONE_UNKNOWN' });
    await login();
    const fields =
      'streaks { kind days longest startedOn safeUntil } playerDay { zone dayStartHour today } streakFreezes { held most }';
    const day = game.clock.now().toISOString().slice(0, 10);
    expect(await entity(fields)).toMatchObject({
      streaks: [
        { kind: 'LOGIN', days: 1, longest: 1, startedOn: day, safeUntil: '2026-03-29T02:00:00.000Z' }, // 04:00, by then in summer time
        { kind: 'ACTIVITY', days: 0, longest: 0, startedOn: null, safeUntil: null },
      ],
      playerDay: { zone: 'Europe/Berlin', dayStartHour: 4, today: day },
      streakFreezes: { held: 0, most: 2 },
    });
    const foreign = (await entity('streaks { days }', userId, { userId: newId() })) as { errors: unknown[] };
    expect(foreign.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('one learns why a streak broke: the missing days and the zone', async () => {
    await mutate('setTimeZone', { zone: 'America/New_York' });
    const ask = '{ whyDidMyStreakBreak(streak: LOGIN) { days startedOn missed zone explanation } }';
    await login();
    expect((await game.graphql(ask, {}, { userId })).data).toEqual({ whyDidMyStreakBreak: null });
    game.clock.advance(DAY_MS);
    await login();
    game.clock.advance(3 * DAY_MS);
    await checkStreaks(game.scope());
    const { data } = await game.graphql(ask, {}, { userId });
    const { whyDidMyStreakBreak: why } = data as { whyDidMyStreakBreak: { missed: string[]; explanation: string } };
    expect(why).toMatchObject({ days: 2, zone: 'America/New_York' });
    expect(why.missed).toHaveLength(2);
    expect(why.explanation).toContain(why.missed[0]);
    expect(await mutate('repairStreak', { streak: 'LOGIN' })).toMatchObject({ __typename: 'StreakSteered' });
    expect((await game.graphql(ask, {}, { userId })).data).toEqual({ whyDidMyStreakBreak: null });
  });

  test('a pause on a day that is none is refused, not a fault', async () => {
    await login();
    for (const day of ['2027-02-30', 'tomorrow', '2020-01-01'])
      expect(await mutate('planStreakPause', { firstDay: day, lastDay: day })).toMatchObject({
        code: 'STREAK_PAUSE_INVALID',
      });
  });

  test('the history shows what each line was multiplied by, and why', async () => {
    await login();
    const { xpHistory } = (await entity(
      'xpHistory { edges { node { activity amount base multiplierBp streakBp diminishingBp ruleVersion reason compensatesId } } }',
    )) as { xpHistory: { edges: { node: object }[] } };
    expect(xpHistory.edges.map(({ node }) => node)).toContainEqual({
      ...{ activity: 'DAILY_LOGIN', amount: 50, base: 50, multiplierBp: 10_000, streakBp: 10_000 },
      ...{ diminishingBp: 10_000, ruleVersion: 1, reason: null, compensatesId: null },
    });
  });

  test('the export holds all of one’s own rows and nothing of anybody else', async () => {
    const [me, other] = [userId, newId()];
    await login();
    userId = other;
    await login();
    const { data } = await game.graphql('{ myGameExport }', {}, { userId: me });
    const exported = JSON.parse(data!.myGameExport as string) as { tables: Record<string, { user_id: string }[]> };
    expect(exported.tables.game_fact).toMatchObject([{ kind: 'DAILY_LOGIN' }]);
    expect(Object.keys(exported.tables)).toEqual(expect.arrayContaining(['player', 'xp_entry', 'streak_day']));
    expect(JSON.stringify(exported)).not.toContain(other);
    expect(
      Object.values(exported.tables)
        .flat()
        .every((row) => row.user_id === me),
    ).toBe(true);
  });

  test('a level arrives live, once', async () => {
    const stream = await game.mounted.endpoint.subscribe({
      query: 'subscription { levelUp { level xp user { id } } }',
      variables: {},
      caller: { ...game.scope({ userId }).caller },
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    const detail = { amount: 1_200, reason: 'enough for a level' };
    await hearFact(game.scope(), {
      userId,
      kind: 'ADMIN_AWARD',
      sourceEventId: newId(),
      happenedAt: game.clock.now(),
      detail,
    });
    expect((await stream.next()).value).toMatchObject({ data: { levelUp: { level: 'HAWK', user: { id: userId } } } });
    await stream.return?.();
  });
});

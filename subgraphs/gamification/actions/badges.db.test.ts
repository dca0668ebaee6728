import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { gamificationSubgraph } from '../subgraph.ts';
import { backfillBadges } from './backfill-badges.ts';
import { hearFact } from './hear-fact.ts';
import { takeBackFact } from './take-back-fact.ts';

const DAY_MS = 86_400_000;
const admin = { userId: newId(), permissions: ['gamification.admin'] };

let game: TestMount<unknown>;
beforeAll(async () => {
  game = await mountForTest(gamificationSubgraph());
});
afterAll(() => game.stop());

const rows = async (sql: string, ...params: unknown[]) =>
  (await game.mounted.database.roadPool.query(sql, params)).rows;

const hear = (userId: string, kind: string, more: { subjectId?: string; sourceEventId?: string } = {}) =>
  hearFact(game.scope(), { userId, kind, sourceEventId: newId(), happenedAt: game.clock.now(), ...more });

const create = async (code: string, rule: unknown) =>
  (
    await game.graphql(
      `mutation ($input: CreateBadgeInput!) { createBadge(input: $input) { __typename
        ... on BadgeCreated { badgeId } ... on BadgeRuleInvalid { place problem } ... on Refusal { code } } }`,
      {
        input: {
          code,
          title: code,
          description: code,
          category: 'LEARNER',
          rarity: 'RARE',
          rule: JSON.stringify(rule),
        },
      },
      admin,
    )
  ).data!.createBadge as { __typename: string; badgeId: string };

const held = async (userId: string) =>
  (
    await rows(
      `select b.code, a.id, a.nth from badge_award a join badge b on b.id = a.badge_id
       where a.user_id = $1 and a.revoked_at is null and b.family is distinct from 'LEVEL' order by b.code`,
      userId,
    )
  ).map(({ code }) => code as string);

const twoSkills = { count: { kinds: ['SKILL_VERIFIED'], atLeast: 2, distinct: 'SUBJECT', withinDays: 3 } };

describe('a badge whose rule the code never saw', () => {
  test('is earned by the fact that makes it hold, once, with those facts as evidence', async () => {
    await create('TWO_SKILLS_SOON', { all: [twoSkills, { count: { kinds: ['PROFILE_COMPLETED'], atLeast: 1 } }] });
    const userId = newId();
    const [one, two] = [newId(), newId()];
    await hear(userId, 'PROFILE_COMPLETED');
    await hear(userId, 'SKILL_VERIFIED', { subjectId: one });
    await hear(userId, 'SKILL_VERIFIED', { subjectId: one });
    expect(await held(userId)).not.toContain('TWO_SKILLS_SOON');
    const last = newId();
    const again = () => hear(userId, 'SKILL_VERIFIED', { subjectId: two, sourceEventId: last });
    await Promise.all(Array.from({ length: 20 }, again));
    expect(await held(userId)).toContain('TWO_SKILLS_SOON');
    expect(
      await rows("select count(*)::int as n from outbox where aggregate_id = $1 and type = 'badge.earned' and body->>'badge' = 'TWO_SKILLS_SOON'", userId), // prettier-ignore
    ).toEqual([{ n: 1 }]);
    const answer = await game.graphql(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { gamification { badges { edges { node {
        badge { code } evidence { edges { node { kind } } } } } } } } } }`,
      { r: [{ __typename: 'User', id: userId }] },
      { userId },
    );
    expect(JSON.stringify(answer.data)).toContain(
      JSON.stringify({
        badge: { code: 'TWO_SKILLS_SOON' },
        evidence: { edges: ['SKILL_VERIFIED', 'SKILL_VERIFIED', 'PROFILE_COMPLETED'].map((kind) => ({ node: { kind } })) }, // prettier-ignore
      }).slice(1, -1),
    );
  });

  test('is not earned by facts that lie too far apart', async () => {
    const userId = newId();
    await hear(userId, 'PROFILE_COMPLETED');
    await hear(userId, 'SKILL_VERIFIED', { subjectId: newId() });
    game.clock.advance(3 * DAY_MS);
    await hear(userId, 'SKILL_VERIFIED', { subjectId: newId() });
    expect(await held(userId)).not.toContain('TWO_SKILLS_SOON');
  });

  test('is refused at the place where it names what there is not', async () => {
    expect(await create('STRANGE', { any: [twoSkills, { count: { kinds: ['NONSENSE'], atLeast: 1 } }] })).toMatchObject(
      {
        __typename: 'BadgeRuleInvalid',
        place: 'rule.any[1].count.kinds',
        problem: 'there are no facts of the kind NONSENSE',
      },
    );
    expect(await create('STRANGE', { badge: { code: 'NOT_THERE' } })).toMatchObject({ place: 'rule.badge.code' });
    expect(await create('TWO_SKILLS_SOON', twoSkills)).toMatchObject({ __typename: 'BadgeCodeTaken' });
  });
});

test('a fact that is taken back takes the badge with it, what was earned with the badge too, and all can be earned anew', async () => {
  await create('PREREQUISITE', { count: { kinds: ['PROFILE_COMPLETED'], atLeast: 2 } });
  await create('BEYOND', { all: [{ badge: { code: 'PREREQUISITE' } }, { xp: { atLeast: 1 } }] });
  const userId = newId();
  const names = Array.from({ length: 3 }, () => ({ userId, kind: 'PROFILE_COMPLETED', sourceEventId: newId() }));
  const now = game.clock.now();
  for (const name of names.slice(0, 2)) await hearFact(game.scope(), { ...name, happenedAt: now });
  expect(await held(userId)).toEqual(['BEYOND', 'PREREQUISITE']);
  await takeBackFact(game.scope(), names[0]!, now);
  expect(await held(userId)).toEqual([]);
  expect(
    await rows(
      `select count(*)::int as n from game_fact f where user_id = $1 and kind = 'ACHIEVEMENT_UNLOCKED'
         and not exists (select from game_fact b where b.takes_back_id = f.id)
         and not exists (select from badge_award a where a.id = f.source_event_id and revoked_at is null)`,
      userId,
    ),
  ).toEqual([{ n: 0 }]);
  await hearFact(game.scope(), { ...names[2]!, happenedAt: now });
  expect(await held(userId)).toEqual(['BEYOND', 'PREREQUISITE']);
  expect(
    await rows("select body->>'badge' as badge, type from outbox where aggregate_id = $1 and type like 'badge.%' and body->>'badge' in ('BEYOND', 'PREREQUISITE') order by position", userId), // prettier-ignore
  ).toEqual([
    { badge: 'PREREQUISITE', type: 'badge.earned' },
    { badge: 'BEYOND', type: 'badge.earned' },
    { badge: 'PREREQUISITE', type: 'badge.revoked' },
    { badge: 'BEYOND', type: 'badge.revoked' },
    { badge: 'PREREQUISITE', type: 'badge.earned' },
    { badge: 'BEYOND', type: 'badge.earned' },
  ]);
});

test('a new badge is given to players who had earned it before, by several replicas at once, and the administrator sees how far that is', async () => {
  const kind = { count: { kinds: ['DAILY_LOGIN'], atLeast: 2, distinct: null, withinDays: 2 } };
  const players = Array.from({ length: 54 }, () => newId());
  for (const [at, userId] of players.entries()) {
    await hear(userId, 'DAILY_LOGIN');
    if (at % 2 === 0) await hear(userId, 'DAILY_LOGIN');
  }
  game.clock.advance(1_000);
  const { badgeId } = await create('TWICE_SOON', kind);
  // one of them earns it by himself before the job comes to him
  await hear(players[1]!, 'DAILY_LOGIN');
  expect(await held(players[1]!)).toContain('TWICE_SOON');
  await Promise.all([1, 2, 3].map(() => backfillBadges(game.scope())));
  await backfillBadges(game.scope());
  const holders = await rows('select user_id from badge_award where badge_id = $1 and revoked_at is null', badgeId);
  const due = players.filter((_, at) => at % 2 === 0 || at === 1);
  expect(holders.map(({ user_id }) => user_id as string).sort()).toEqual([...due].sort());
  const seen = await game.graphql('{ badges { code backfill { playersTotal playersDone awarded finishedAt } } }', {}, admin); // prettier-ignore
  const [{ n }] = await rows('select count(*)::int as n from player');
  expect(
    (seen.data!.badges as { code: string; backfill: unknown }[]).find(({ code }) => code === 'TWICE_SOON'),
  ).toMatchObject({
    // prettier-ignore
    backfill: { playersTotal: n, playersDone: n, awarded: 27, finishedAt: game.clock.now().toISOString() },
  });
  const stranger = await game.graphql('{ badges { backfill { awarded } } }', {}, { userId: newId() });
  expect(stranger.errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
});

test('an administrator takes a badge back with a reason, and facts do not earn it again', async () => {
  const userId = newId();
  await hear(userId, 'KUDOS_GIVEN');
  const [award] = await rows("select a.id from badge_award a join badge b on b.id = a.badge_id where user_id = $1 and code = 'THANKFUL_1'", userId); // prettier-ignore
  const revoke = (by: typeof admin | { userId: string }) =>
    game.graphql(
      'mutation ($i: RevokeBadgeInput!) { revokeBadge(input: $i) { __typename } }',
      { i: { awardId: award.id, reason: 'Thanked nobody but himself.' } },
      by,
    );
  expect((await revoke({ userId })).errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  const answers = await Promise.all([revoke(admin), revoke(admin)]);
  expect(answers.map(({ data }) => (data!.revokeBadge as { __typename: string }).__typename).sort()).toEqual([
    'BadgeRevoked',
    'NotFound',
  ]);
  expect(await rows("select actor_id, reason from game_audit where act = 'revoke-badge' and subject_id = $1", userId)).toEqual([{ actor_id: admin.userId, reason: 'Thanked nobody but himself.' }]); // prettier-ignore
  await hear(userId, 'KUDOS_GIVEN');
  expect(await held(userId)).not.toContain('THANKFUL_1');
  expect(await rows("select body->>'because' as because from outbox where aggregate_id = $1 and type = 'badge.revoked'", userId)).toEqual([{ because: 'Thanked nobody but himself.' }]); // prettier-ignore
});

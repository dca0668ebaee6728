import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '#kernel/id';
import { sqlOf } from '#chassis/storage/transact';
import { holds } from '../domain/badge.ts';
import { countersOf, parseRule } from '../domain/badge-rule.ts';
import { counterKey, type Counter } from '../domain/counter.ts';
import { REPUTATION_COUNTERS } from '../domain/reputation.ts';
import { readBadges } from '../storage/badges.store.ts';
import { socialWorld, type SocialWorld } from '../testing/social-world.ts';
import { backfillBadges } from './backfill-badges.ts';
import { createBadge } from './create-badge.ts';
import { hearFact } from './hear-fact.ts';
import { rebuild } from './rebuild.ts';
import { revokeBadge } from './revoke-badge.ts';
import { takeBackFact } from './take-back-fact.ts';

const DAY_MS = 86_400_000;
const KINDS = ['IDEA', 'KUDOS_GIVEN', 'SKILL_VERIFIED'];
const PEOPLE = Array.from({ length: 3 }, () => newId());
const THINGS = Array.from({ length: 3 }, () => newId());

let world: SocialWorld;
let badges = 0;
beforeAll(async () => {
  world = await socialWorld();
});
afterAll(() => world.game.stop());

async function create(rule: unknown): Promise<void> {
  const code = `RANDOM_${++badges}`;
  const about = { code, title: code, description: code, category: 'SPECIAL', rarity: 'RARE', family: null, tier: 1 };
  const made = await createBadge(world.game.scope(), { ...about, rule: JSON.stringify(rule) } as never);
  expect(made).toHaveProperty('badgeId');
}

type Step =
  | {
      readonly do: 'hear';
      readonly kind: string;
      readonly thing: number;
      readonly person: number;
      readonly late: number;
    }
  | { readonly do: 'undo'; readonly which: number }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'badge'; readonly rule: unknown };

const at = fc.integer({ min: 0, max: 3 });
const rule = fc
  .record({
    kinds: fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 2 }),
    atLeast: fc.integer({ min: 1, max: 5 }),
    distinct: fc.constantFrom('SUBJECT', 'COUNTERPART', null),
    withinDays: fc.constantFrom(1, 2, 4, null),
  })
  .map((count) => ({ count }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('hear' as const), kind: fc.constantFrom(...KINDS), thing: at, person: at, late: at }) }, // prettier-ignore
  { weight: 5, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('badge' as const), rule }) },
);

async function live(userId: string, steps: readonly Step[]): Promise<void> {
  const done: { userId: string; kind: string; sourceEventId: string }[] = [];
  for (const one of steps) {
    world.game.clock.advance(1_000); // what happens before a badge is made does not happen at the same instant
    const now = world.game.clock.now();
    if (one.do === 'wait') world.game.clock.advance(one.days * DAY_MS);
    if (one.do === 'badge') await create(one.rule);
    if (one.do === 'undo' && done.length > 0) {
      const [name] = done.splice(one.which % done.length, 1);
      expect(await takeBackFact(world.game.scope(), name!, now)).toBe(true);
    }
    if (one.do === 'hear') {
      const name = { userId, kind: one.kind, sourceEventId: newId() };
      const about = { subjectId: THINGS[one.thing] ?? null, counterpartId: PEOPLE[one.person] ?? null };
      await hearFact(world.game.scope(), {
        ...name,
        ...about,
        happenedAt: new Date(now.getTime() - one.late * DAY_MS),
      });
      done.push(name);
    }
  }
}

interface Standing {
  kind: string;
  subject: string | null;
  counterpart: string | null;
  day: number;
}

/** What is said of a count, read straight from the log: the best stretch of days, each thing or person once where that is asked. */
function countedFrom(facts: readonly Standing[], { kinds, distinct, withinDays }: Counter): number {
  const size = (some: readonly Standing[]) => {
    if (distinct === null) return some.length;
    const members = some.map((fact) => (distinct === 'SUBJECT' ? fact.subject : fact.counterpart));
    return new Set(members.filter((member) => member !== null)).size;
  };
  const counted = facts.filter(({ kind }) => kinds.includes(kind));
  if (withinDays === null) return size(counted);
  return Math.max(0, ...counted.map(({ day }) => size(counted.filter((one) => one.day >= day && one.day < day + withinDays)))); // prettier-ignore
}

test('what is counted along the way is what the log says, and badges are held exactly where their rules hold, whatever is undone', async () => {
  await create({
    all: [{ count: { kinds: ['IDEA', 'KUDOS_GIVEN'], atLeast: 3, withinDays: 3 } }, { xp: { atLeast: 50 } }],
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const userId = await world.player();
      await live(userId, steps);
      await backfillBadges(world.game.scope());
      const facts = await world.rows<Standing>(
        `select kind, subject_id as subject, counterpart_id as counterpart, ((happened_at at time zone 'UTC')::date - date '2000-01-01') as day
         from game_fact f where user_id = $1 and takes_back_id is null
           and not exists (select from game_fact b where b.takes_back_id = f.id)`,
        userId,
      );
      const kept = new Map(
        (await world.rows<{ counter: string; value: number }>('select counter, value from fact_counter where user_id = $1', userId)).map(({ counter, value }) => [counter, value]), // prettier-ignore
      );
      const catalogue = await readBadges(sqlOf(world.game.scope().em));
      const counters = [...catalogue.flatMap(({ rule: asked }) => countersOf(asked)), ...REPUTATION_COUNTERS.values()];
      const oracle = new Map(counters.map((one) => [counterKey(one), countedFrom(facts, one)]));
      expect(kept).toEqual(oracle);
      const [player] = await world.rows<{ xp: number }>('select xp from player where user_id = $1', userId);
      const [streak] = await world.rows<{ longest: number | null }>('select max(longest) as longest from streak where user_id = $1', userId); // prettier-ignore
      const held = await world.rows<{ code: string }>(
        'select b.code from badge_award a join badge b on b.id = a.badge_id where a.user_id = $1 and a.revoked_at is null',
        userId,
      );
      const standing = { counts: oracle, xp: player!.xp, longestStreak: streak?.longest ?? 0, held: new Set(held.map(({ code }) => code)) }; // prettier-ignore
      expect([...standing.held].sort()).toEqual(
        catalogue
          .filter(({ rule: asked }) => holds(asked, standing))
          .map(({ code }) => code)
          .sort(),
      );
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 240_000);

test('a replay of the log finds the same counts, badges, evidence and quests, those of badges that were made and barred on the way too', async () => {
  const admin = { userId: newId(), permissions: ['gamification.admin'] };
  for (const steps of fc.sample(fc.array(step, { minLength: 20, maxLength: 30 }), { numRuns: 3, seed: 7 })) {
    const userId = await world.player();
    await live(userId, steps);
    await backfillBadges(world.game.scope());
    const { myQuests } = await world.ask<{ myQuests: { id: string; status: string }[] }>('{ myQuests { id status } }', { userId }); // prettier-ignore
    for (const { id, status } of myQuests) if (status === 'COMPLETED') await world.act('claimQuest', { playerQuestId: id }, { userId }); // prettier-ignore
    const [award] = await world.rows<{ id: string }>('select id from badge_award where user_id = $1 and revoked_at is null order by id', userId); // prettier-ignore
    if (award) await revokeBadge(world.game.scope(admin), { awardId: award.id, reason: 'because of this test' });
    await live(userId, steps);
  }
  await backfillBadges(world.game.scope());
  const { tables } = await rebuild(world.game.scope(), null);
  const own = ['fact_counter', 'fact_tally', 'badge_award', 'badge_evidence', 'player_quest', 'game_fact', 'xp_entry'];
  for (const { table, rows, surplus, missing, examples } of tables.filter((one) => own.includes(one.table))) {
    expect({ table, surplus, missing, examples }).toEqual({ table, surplus: 0, missing: 0, examples: [] });
    expect(rows).toBeGreaterThan(10);
  }
}, 240_000);

test('a rule keeps its meaning when it is written down and read again', () => {
  fc.assert(fc.property(rule, (one) => expect(parseRule(JSON.stringify(parseRule(JSON.stringify(one))))).toEqual(parseRule(JSON.stringify(one))))); // prettier-ignore
});

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { derivedId } from '../domain/fact.ts';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { gamificationSubgraph } from '../subgraph.ts';
import { DERIVED_TABLES, KEPT_TABLES, THROWN_AWAY } from '../storage/derived-tables.ts';
import { checkStreaks } from './check-streaks.ts';
import { hearFact } from './hear-fact.ts';
import { rebuild } from './rebuild.ts';
import { reviseXpRule } from './revise-xp-rule.ts';
import { planStreakPause, repairStreak, setTimeZone } from './steer-streak.ts';
import { takeBackFact } from './take-back-fact.ts';

const HOUR_MS = 3_600_000;
const MACHINERY = /^(outbox|inbox|road_audit|spent_nonce|answered|migration)/;
const KINDS = [
  'DAILY_LOGIN',
  'IDEA',
  'VENTURE_CREATED',
  'TEAM_JOINED',
  'KUDOS_GIVEN',
  'SKILL_VERIFIED',
  'ADMIN_AWARD',
  'ADMIN_REVOKE',
];
const ZONES = ['Pacific/Kiritimati', 'Pacific/Midway', 'Europe/Berlin'];

describe('a rebuild', () => {
  let game: TestMount<unknown>;
  beforeAll(async () => {
    game = await mountForTest(gamificationSubgraph());
  });
  afterAll(() => game.stop());

  const rows = async (sql: string, ...params: unknown[]) =>
    (await game.mounted.database.roadPool.query(sql, params)).rows;
  const differences = async () =>
    (await rebuild(game.scope(), null)).tables.filter(({ surplus, missing }) => surplus + missing > 0);

  test('knows every table of the schema: it follows from the log, is thrown away, or is kept for a reason', async () => {
    const tables = await rows(
      "select table_name as name from information_schema.tables where table_schema = 'gamification' order by 1",
    );
    const own = tables.map(({ name }) => name as string).filter((name) => !MACHINERY.test(name));
    const known = [
      ...DERIVED_TABLES.map(({ table }) => table),
      ...Object.keys(THROWN_AWAY),
      ...Object.keys(KEPT_TABLES),
    ];
    expect(known.toSorted()).toEqual(own);
  });

  test('finds no difference after a random history with undos, revised rules, zones, pauses and repairs', async () => {
    const users = [0, 1, 2].map((n) => derivedId('user of the history', String(n)));
    const heard: { userId: string; kind: string; sourceEventId: string }[] = [];
    const step = fc.record({
      who: fc.integer({ min: 0, max: 2 }),
      what: fc.integer({ min: 0, max: 99 }),
      kind: fc.constantFrom(...KINDS),
      hours: fc.integer({ min: 0, max: 40 }),
      which: fc.nat(),
    });
    const [history] = fc.sample(fc.array(step, { minLength: 140, maxLength: 140 }), { numRuns: 1, seed: 20260105 });
    for (const [n, { who, what, kind, hours, which }] of history!.entries()) {
      game.clock.advance(hours * HOUR_MS);
      const [userId, scope, now] = [users[who]!, game.scope({ userId: users[who]! }), game.clock.now()];
      const day = (after: number) => new Date(now.getTime() + after * 24 * HOUR_MS).toISOString().slice(0, 10);
      if (what < 60) {
        const late = new Date(now.getTime() - (which % 5) * HOUR_MS * 12);
        const fact = { userId, kind, sourceEventId: derivedId('event', String(n)) };
        const detail = kind.startsWith('ADMIN') ? { amount: 40 + (which % 400), reason: 'a reason' } : null;
        heard.push(fact);
        await hearFact(game.scope(), { ...fact, happenedAt: late, detail, counterpartId: users[which % 3]! });
      } else if (what < 75 && heard.length > 0) {
        await takeBackFact(game.scope(), heard[which % heard.length]!, now);
      } else if (what < 80) await setTimeZone(scope, { zone: ZONES[which % 3]!, dayStartHour: which % 5 });
      else if (what < 84) await planStreakPause(scope, { firstDay: day(2), lastDay: day(4) });
      else if (what < 87) await repairStreak(scope, 'LOGIN');
      else if (what < 90) {
        const rule = { activity: kind, xp: 1 + (which % 300), dailyCap: 1 + (which % 4), reason: 'try another worth' };
        await reviseXpRule(game.scope({ userId }), { ...rule, idempotencyKey: `rule ${n}` });
      } else await checkStreaks(game.scope());
    }
    const { facts, tables, written } = await rebuild(game.scope(), null);
    expect(facts).toBeGreaterThan(80);
    expect(tables.find(({ table }) => table === 'xp_entry')!.rows).toBeGreaterThan(60);
    expect(tables.filter(({ surplus, missing }) => surplus + missing > 0)).toEqual([]);
    expect(written).toBe(false);
    const [totals] = await rows(
      `select count(*)::int as wrong from player p
       where xp <> (select coalesce(sum(amount), 0) from xp_entry e where e.user_id = p.user_id)`,
    );
    expect(totals).toEqual({ wrong: 0 });
  }, 120_000);

  test('shows what somebody changed behind the back of the log, and puts it right only when asked', async () => {
    const [victim] = await rows('select user_id, xp from player where xp > 0 limit 1');
    await rows('update player set xp = xp - 1 where user_id = $1', victim!.user_id);
    await rows('delete from streak_day');
    expect(await differences()).toMatchObject([
      { table: 'player', surplus: 1, missing: 1, examples: [{ in: 'table' }, { in: 'replay' }] },
      { table: 'streak_day', rows: 0, surplus: 0 },
    ]);
    expect(await rows('select xp from player where user_id = $1', victim!.user_id)).toEqual([{ xp: victim!.xp - 1 }]);

    const { written } = await rebuild(game.scope(), { operator: 'the operator', reason: 'somebody edited a row' });
    expect(written).toBe(true);
    expect(await differences()).toEqual([]);
    expect(await rows('select xp from player where user_id = $1', victim!.user_id)).toEqual([{ xp: victim!.xp }]);
    expect(await rows("select operator, reason from game_audit where act = 'rebuild'")).toEqual([
      { operator: 'the operator', reason: 'somebody edited a row' },
    ]);
    await expect(rows('update xp_entry set amount = 0')).rejects.toThrow('append-only');
  }, 120_000);
});

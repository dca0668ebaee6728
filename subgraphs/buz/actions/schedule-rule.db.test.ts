import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import { sqlOf } from '#chassis/storage/transact';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { inForce } from '../domain/economy-rule.ts';
import type { DecidedBy, RuleChange } from '../domain/rule-change.ts';
import { readRulesAt, readVersions } from '../storage/economy-rules.store.ts';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';
import { schedulePriceChange, scheduleRule } from './schedule-rule.ts';

const HOUR_MS = 3_600_000;

describe('a change of the price list', () => {
  let mount: TestMount<unknown>;
  let economy: ReturnType<typeof economyOf>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
    economy = economyOf(mount);
  });
  afterAll(() => mount.stop());

  const inHours = (hours: number): Date => new Date(mount.clock.now().getTime() + hours * HOUR_MS);
  const pair = (): DecidedBy => ({ kind: 'FOUR_EYES', id: newId(), proposedBy: newId(), approvedBy: newId() });
  const change = (code: string, buz: number, more: Partial<RuleChange> = {}): RuleChange => ({
    ...{ code, amount: BigInt(Math.round(buz * 1e6)), effectiveFrom: mount.clock.now(), because: 'a test', ...more },
  });
  const schedule = (what: RuleChange, by: DecidedBy = pair()) =>
    mount.scope().transact((tx) => schedulePriceChange(tx, what, by, mount.clock.now()));
  const listed = async (at?: Date) => {
    const query = 'query ($at: DateTime) { priceRules(at: $at) { code version amount origin } }';
    const { data } = await mount.graphql(query, { at: at?.toISOString() });
    return data!['priceRules'] as { code: string; amount: string; version: number; origin: string }[];
  };
  const priceOf = async (code: string, at?: Date) => (await listed(at)).find((rule) => rule.code === code)?.amount;

  test('is public, holds from its time on, and leaves the past as it was', async () => {
    const [before, at] = [mount.clock.now(), inHours(2)];
    await schedule(change('PROJECT_BID', 9.5, { effectiveFrom: at, effectiveUntil: inHours(4) }));
    expect(await priceOf('PROJECT_BID')).toBe('8');
    expect([await priceOf('PROJECT_BID', at), await priceOf('PROJECT_BID', inHours(4))]).toEqual(['9.5', '8']);
    mount.clock.set(at);
    expect([await priceOf('PROJECT_BID'), await priceOf('PROJECT_BID', before)]).toEqual(['9.5', '8']);
    const history =
      'query ($after: String) { priceHistory(code: "PROJECT_BID", first: 1, after: $after) { edges { node { version because } } pageInfo { endCursor hasNextPage } } }';
    type History = { edges: { node: object }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    const first = (await mount.graphql(history)).data!['priceHistory'] as History;
    expect(first).toMatchObject({
      edges: [{ node: { version: 2, because: 'a test' } }],
      pageInfo: { hasNextPage: true },
    });
    const second = (await mount.graphql(history, { after: first.pageInfo.endCursor })).data!['priceHistory'];
    expect(second).toMatchObject({ edges: [{ node: { version: 1 } }], pageInfo: { hasNextPage: false } });
  });

  test('that was decided by vote holds like one that two administrators decided, and is told', async () => {
    const by = { kind: 'GOVERNANCE', id: newId() } as const;
    const rule = await schedule(change('DISPUTE_OPEN', 40, { effectiveFrom: inHours(-1) }), by);
    // a decision that comes after its own time holds from now on: the past keeps its prices
    expect(rule).toMatchObject({ version: 2, origin: 'GOVERNANCE', effectiveFrom: mount.clock.now() });
    expect(await priceOf('DISPUTE_OPEN')).toBe('40');
    const ruleId = isRefusal(rule) ? '' : rule.id;
    expect(await economy.rows("select body->>'amount' as amount from outbox where aggregate_id = $1", ruleId)).toEqual([
      { amount: '40' },
    ]);
  });

  test('makes one version per decision, however often it is carried out, and numbers parallel decisions without a gap', async () => {
    const by = pair();
    const same = await Promise.all(Array.from({ length: 8 }, () => schedule(change('SERVICE_OFFER', 6), by)));
    expect(new Set(same.map((rule) => (isRefusal(rule) ? rule.name : rule.id))).size).toBe(1);
    await Promise.all(Array.from({ length: 8 }, (_, nth) => schedule(change('SERVICE_OFFER', 10 + nth))));
    expect(
      await economy.rows(
        "select array_agg(version order by version) as v from economy_rule where code = 'SERVICE_OFFER'",
      ),
    ).toEqual([{ v: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }]);
  });

  test.each<[string, [string, number, number | null], string]>([
    ['a code that no price has, without a category', ['NO_SUCH_PRICE', 5, null], 'BuzRuleUnknown'],
    ['what it costs already', ['API_ACCESS', 75, null], 'BuzRuleInvalid'],
    ['more than anybody is ever granted', ['API_ACCESS', 100_001, null], 'BuzRuleInvalid'],
    ['an end before the beginning', ['API_ACCESS', 5, -1], 'BuzRuleInvalid'],
  ])('refuses %s', async (_, [code, buz, until], name) => {
    const more = until === null ? {} : { effectiveUntil: inHours(until) };
    expect(await schedule(change(code, buz, more))).toMatchObject({ name });
  });

  test('never rewards more than all rewards of a day may come to: that would wait for ever', async () => {
    const reward = (buz: number) =>
      mount.scope().transact((tx) => scheduleRule(tx, 'REWARD', change('INNOVATION', buz), pair(), mount.clock.now()));
    await economy.rule('EMISSION', 'DAILY_EMISSION', 1_000, mount.clock.now());
    expect(await reward(1_000.000001)).toMatchObject({ name: 'BuzRuleInvalid', field: 'amount' });
    expect(await reward(1_000)).toMatchObject({ version: 2 });
    const emission = change('DAILY_EMISSION', 999.999999);
    const lowered = mount.scope().transact((tx) => scheduleRule(tx, 'EMISSION', emission, pair(), mount.clock.now()));
    expect(await lowered).toMatchObject({ name: 'BuzRuleInvalid', field: 'amount' });
  });

  test('cannot be edited or removed', async () => {
    await expect(economy.rows('update economy_rule set amount = 1')).rejects.toThrow('append-only');
    await expect(economy.rows('delete from economy_rule')).rejects.toThrow('append-only');
    await expect(
      economy.rows(
        "insert into economy_rule (kind, code, version, amount, category, effective_from, origin, decision_id, proposed_by, approved_by, because) select 'PRICE', 'ALONE_1', 1, 1, 'X', now(), 'FOUR_EYES', gen_random_uuid(), id, id, '' from (select gen_random_uuid() as id) i",
      ),
    ).rejects.toThrow('check constraint');
  });

  test('is chosen by the database as by the rule itself, at every instant', async () => {
    const now = mount.clock.now().getTime();
    for (let nth = 0; nth < 12; nth++) {
      const from = new Date(now + ((nth * 7) % 24) * HOUR_MS);
      const until = nth % 3 === 0 ? new Date(from.getTime() + (1 + (nth % 5)) * HOUR_MS) : null;
      await schedule(change('WHITE_LABEL', 300 + nth, { effectiveFrom: from, effectiveUntil: until }));
    }
    const sql = sqlOf(mount.scope().em);
    const versions = await readVersions(sql, 'PRICE', ['WHITE_LABEL']);
    expect(versions).toHaveLength(13);
    for (let hour = 0; hour < 30; hour++) {
      const at = new Date(now + hour * HOUR_MS);
      const chosen = (await readRulesAt(sql, 'PRICE', at)).find(({ code }) => code === 'WHITE_LABEL');
      expect(chosen?.version).toBe(inForce(versions, at)?.version);
    }
  });
});

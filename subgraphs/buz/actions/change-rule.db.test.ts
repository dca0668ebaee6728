import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';

const HOUR_MS = 3_600_000;

describe('the economy is changed by two administrators', () => {
  let mount: TestMount<unknown>;
  let economy: ReturnType<typeof economyOf>;
  const [one, other] = [newId(), newId()];
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
    economy = economyOf(mount);
  });
  afterAll(() => mount.stop());

  type Answer = {
    __typename: string;
    code?: string;
    field?: string;
    act?: { id: string; summary: string };
    because?: string;
  };
  const admin = (userId: string) => ({ userId, permissions: ['buz.admin'] });
  const act = async (name: string, input: object, by: object): Promise<Answer> => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Refusal { code }
      ${name.startsWith('propose') ? '... on EconomyProposed { act { id summary } }' : '... on BuzActNotPossible { because }'} } }`;
    const { data, errors } = await mount.graphql(query, { input }, by);
    if (errors) throw new Error(JSON.stringify(errors));
    return data![name] as Answer;
  };
  const propose = (name: string, input: object, by: object = admin(one)) =>
    act(name, { reason: 'a test', idempotencyKey: newId(), ...input }, by);
  const approve = (actId: string, by: object = admin(other)) =>
    act('approveBuzAct', { actId, reason: 'agreed', idempotencyKey: newId() }, by);
  const priceOf = async (code: string) => {
    const { data } = await mount.graphql('{ priceRules { code amount origin } }');
    return (data!['priceRules'] as { code: string; amount: string; origin: string }[]).find(
      (rule) => rule.code === code,
    );
  };

  test('a price holds from its time on once somebody else approved, and not before', async () => {
    const from = new Date(mount.clock.now().getTime() + HOUR_MS);
    const { act: proposal } = await propose('proposePriceChange', {
      code: 'LEGAL_REVIEW',
      amount: '30',
      effectiveFrom: from.toISOString(),
    });
    expect(proposal!.summary).toBe(`PRICE LEGAL_REVIEW: 30 BUZ from ${from.toISOString()} on`);
    expect(await approve(proposal!.id, admin(one))).toMatchObject({ __typename: 'BuzActOwn' });
    expect(await economy.rows("select from economy_rule where code = 'LEGAL_REVIEW'")).toHaveLength(1);
    const decisions = await Promise.all([1, 2, 3].map(() => approve(proposal!.id)));
    expect(decisions.map(({ __typename }) => __typename).sort()).toEqual(['BuzAct', 'BuzActDecided', 'BuzActDecided']);
    expect(await priceOf('LEGAL_REVIEW')).toMatchObject({ amount: '25', origin: 'SEED' });
    mount.clock.set(from);
    expect(await priceOf('LEGAL_REVIEW')).toMatchObject({ amount: '30', origin: 'FOUR_EYES' });
    expect(
      await economy.rows(
        "select proposed_by, approved_by, because from economy_rule where code = 'LEGAL_REVIEW' and version = 2",
      ),
    ).toEqual([{ proposed_by: one, approved_by: other, because: 'a test' }]);
  });

  test('a new code needs a category, and what cannot be is refused when it is proposed', async () => {
    expect(await propose('proposePriceChange', { code: 'MENTOR_HOUR', amount: '12' })).toMatchObject({
      __typename: 'BuzRuleUnknown',
    });
    const { act: proposal } = await propose('proposePriceChange', {
      code: 'MENTOR_HOUR',
      amount: '12',
      category: 'SERVICE',
    });
    await approve(proposal!.id);
    expect(await priceOf('MENTOR_HOUR')).toMatchObject({ amount: '12' });
    expect(await propose('proposeRewardChange', { code: 'WELCOME', amount: '82191.1' })).toMatchObject({
      code: 'BUZ_RULE_INVALID',
    });
    expect(await propose('proposeEmissionChange', { amount: '999' })).toMatchObject({ code: 'BUZ_RULE_INVALID' });
  });

  test('what no longer fits when it is approved does not happen, and waits', async () => {
    const reward = await propose('proposeRewardChange', { code: 'INNOVATION', amount: '5000', claimDays: 30 });
    const emission = await propose('proposeEmissionChange', { amount: '4000' });
    await approve(emission.act!.id);
    expect(await approve(reward.act!.id)).toMatchObject({
      __typename: 'BuzActNotPossible',
      because: 'BUZ_RULE_INVALID',
    });
    await approve((await propose('proposeEmissionChange', { amount: '6000' })).act!.id);
    expect(await approve(reward.act!.id)).toMatchObject({ __typename: 'BuzAct' });
    expect((await mount.graphql('{ rewardRules { code amount claimDays } }')).data!['rewardRules']).toContainEqual({
      code: 'INNOVATION',
      amount: '5000',
      claimDays: 30,
    });
  });

  test('a budget is filled when it is approved, and gives the rest back when its end is', async () => {
    const pool = await economy.balance('pool/COMMUNITY');
    const budget = { code: 'SUMMER', name: 'Summer of code', pool: 'COMMUNITY', ceiling: '500' };
    await approve((await propose('proposeProgramme', budget)).act!.id);
    expect([
      await economy.balance('reserve/PROGRAMME_SUMMER'),
      pool - (await economy.balance('pool/COMMUNITY')),
    ]).toEqual([500, 500]);
    const again = await propose('proposeProgramme', budget);
    expect(await approve(again.act!.id)).toMatchObject({ because: 'BUZ_PROGRAMME_EXISTS' });
    await approve((await propose('proposeProgrammeClosing', { code: 'SUMMER' })).act!.id);
    expect(await economy.balance('pool/COMMUNITY')).toBe(pool);
    expect(await propose('proposeProgrammeClosing', { code: 'SUMMER' })).toMatchObject({
      code: 'BUZ_PROGRAMME_UNKNOWN',
    });
  });

  test('nobody else may, the key is asked once, and a stale sign-in is asked to step up', async () => {
    const input = { code: 'API_ACCESS', amount: '70', idempotencyKey: newId() };
    await expect(propose('proposePriceChange', input, { userId: newId() })).rejects.toThrow('FORBIDDEN');
    expect(await propose('proposePriceChange', input, { ...admin(one), freshAuthAt: null })).toMatchObject({
      code: 'STEP_UP_REQUIRED',
    });
    const twice = await Promise.all([propose('proposePriceChange', input), propose('proposePriceChange', input)]);
    expect(twice[0]!.act!.id).toBe(twice[1]!.act!.id);
    expect(await propose('proposePriceChange', { ...input, amount: '71' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });
});

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ, decimalOf, unitsOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import type { BuzPorts } from '../outside/ports.ts';
import { buzSubgraph } from '../subgraph.ts';
import { wrongsOf } from '../testing/invariants.ts';
import { manyRich, rich } from '../testing/money.ts';

const ANSWER = `__typename ... on TransferCompleted { transferId to { id } amount fee memo occurredAt balanceAfter }
  ... on Refusal { code } ... on InsufficientBuz { needed available } ... on LegalGateClosed { missing }
  ... on IdempotencyKeyReused { differs } ... on BuzAmountInvalid { minimum maximum } ... on BuzLimitExceeded { window left }
  ... on BuzIdentityRequired { threshold }`;
const ONE = `mutation ($input: TransferBuzInput!) { transferBuz(input: $input) { ${ANSWER} } }`;
const MANY = `mutation ($input: TransferBuzBatchInput!) { transferBuzBatch(input: $input) { __typename
  ... on TransferBatchCompleted { items { idempotencyKey result { ${ANSWER} } } } } }`;

describe('transferBuz', () => {
  let mount: TestMount<BuzPorts>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
  });
  afterAll(async () => {
    expect(await wrongsOf(mount.mounted.database.roadPool)).toEqual([]);
    await mount.stop();
  });

  const ask = async (userId: string, query: string, input: object, caller = {}) =>
    mount.graphql(query, { input }, { userId, permissions: ['buz.transfer'], ...caller });
  const transfer = async (from: string, toUserId: string, amount: string, more: object = {}, caller = {}) => {
    const result = await ask(from, ONE, { toUserId, amount, idempotencyKey: newId(), ...more }, caller);
    expect(result.errors).toBeUndefined();
    return (result.data as { transferBuz: Record<string, unknown> }).transferBuz;
  };
  const available = async (address: string) => {
    const { rows } = await mount.mounted.database.roadPool.query(
      `select sum(balance)::text as sum from account where address = $1 or address like $1 || '/%'`,
      [address],
    );
    return decimalOf(BigInt(rows[0].sum));
  };

  test('of fifty parallel transfers of 100 out of 100.1 exactly one completes, and its key keeps its answer', async () => {
    const from = await rich(mount, unitsOf('100.1')!);
    const people = await manyRich(mount, 50, 0n);
    const fees = unitsOf(await available('treasury'))!;
    const asked = people.map((toUserId) => ({ toUserId, amount: '100', idempotencyKey: newId() }));
    const answers = await Promise.all(
      asked.map(async ({ toUserId, amount, ...key }) => transfer(from, toUserId, amount, key)),
    );
    const done = answers.findIndex(({ __typename }) => __typename === 'TransferCompleted');
    expect(answers[done]).toMatchObject({ to: { id: people[done] }, amount: '100', fee: '0.1', balanceAfter: '0' });
    expect(answers.filter(({ code }) => code === 'INSUFFICIENT_BUZ')).toHaveLength(49);
    expect(await available(`wallet/${from}`)).toBe('0');
    expect(unitsOf(await available('treasury'))! - fees).toBe(BUZ / 10n);
    expect(await transfer(from, people[done]!, '100', asked[done]!)).toEqual(answers[done]);
    expect(await transfer(from, people[done]!, '99', { ...asked[done]!, amount: '99', memo: 'x' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
      differs: ['amount', 'memo'],
    });
  });

  test('who sends is who asks, and every refusal says what would mend it', async () => {
    const [from, to] = await manyRich(mount, 2, 20_000n * BUZ);
    const unverified = await rich(mount, 20_000n * BUZ, false);
    const unsigned = await rich(mount, 20n * BUZ);
    await mount.mounted.database.roadPool.query(`update account set documents = '{BTS}' where owner_id = $1`, [
      unsigned,
    ]);
    expect(await transfer(from!, from!, '1')).toMatchObject({ code: 'BUZ_OWN_WALLET' });
    expect(await transfer(from!, newId(), '1')).toMatchObject({ code: 'BUZ_RECIPIENT_UNKNOWN' });
    expect(await transfer(from!, 'nobody', '1')).toMatchObject({ code: 'BUZ_RECIPIENT_UNKNOWN' });
    expect(await transfer(newId(), to!, '1')).toMatchObject({ code: 'BUZ_WALLET_UNKNOWN' });
    expect(await transfer(unsigned, to!, '1')).toMatchObject({ code: 'LEGAL_GATE_CLOSED', missing: ['BPP'] });
    expect(await transfer(from!, to!, '0.999999')).toMatchObject({ minimum: '1', maximum: '10000' });
    expect(await transfer(unverified, to!, '1001')).toMatchObject({ minimum: '1', maximum: '1000' });
    expect(await transfer(from!, to!, '10000')).toMatchObject({ __typename: 'TransferCompleted', fee: '10' });
    expect(await transfer(from!, to!, '1')).toMatchObject({ code: 'BUZ_LIMIT_EXCEEDED', window: 'DAY', left: '0' });
    for (let n = 0; n < 5; n++) await transfer(unverified, to!, '1000');
    expect(await transfer(unverified, to!, '1')).toMatchObject({ code: 'BUZ_IDENTITY_REQUIRED', threshold: '5000' });
    expect(await transfer(from!, to!, '1', {}, { freshAuthAt: Date.now() - 3_600_000 })).toMatchObject({
      code: 'STEP_UP_REQUIRED',
    });
  });

  test.each([
    ['memo', { memo: 'two\nlines' }],
    ['memo', { memo: 'x'.repeat(201) }],
    ['memo', { memo: 'half a \ud800 letter' }],
    ['idempotencyKey', { idempotencyKey: '' }],
    ['idempotencyKey', { idempotencyKey: 'k'.repeat(101) }],
  ])('a bad %s is told and nothing moves', async (field, bad) => {
    const [from, to] = await manyRich(mount, 2);
    const input = { toUserId: to!, amount: '1', idempotencyKey: newId(), ...bad };
    const { errors } = await ask(from!, ONE, input);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ field }] });
    expect(await available(`wallet/${from!}`)).toBe('1000');
  });

  test('a batch is one commit, each transfer is decided by itself, and the batch again answers what was settled the same', async () => {
    const from = await rich(mount, 50n * BUZ);
    const [a, b] = await manyRich(mount, 2, 0n);
    const transfers = [
      { toUserId: a!, amount: '30', idempotencyKey: newId(), memo: 'rent' },
      { toUserId: b!, amount: '30', idempotencyKey: newId() },
      { toUserId: 'nobody', amount: '1', idempotencyKey: newId() },
      { toUserId: b!, amount: '10', idempotencyKey: newId() },
    ];
    const first = await ask(from, MANY, { transfers });
    expect(first.errors).toBeUndefined();
    const { items } = (first.data as { transferBuzBatch: { items: { result: Record<string, string> }[] } })
      .transferBuzBatch;
    expect(items.map(({ result }) => result['code'] ?? result['balanceAfter'])).toEqual([
      ...['19.97', 'INSUFFICIENT_BUZ', 'BUZ_RECIPIENT_UNKNOWN', '9.96'],
    ]);
    const { rows } = await mount.mounted.database.roadPool.query(
      'select count(distinct xid)::int as commits from transfer where key_scope = $1',
      [from],
    );
    expect(rows).toEqual([{ commits: 1 }]);
    const again = await ask(from, MANY, { transfers });
    expect(again.data).toMatchObject({ transferBuzBatch: { items: { 0: items[0], 3: items[3] } } });
    const tooMany = await ask(from, MANY, { transfers: Array.from({ length: 101 }, () => transfers[0]) });
    expect(tooMany.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ, decimalOf, unitsOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { addFreeze } from '../actions/keep-standing.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { buzSubgraph } from '../subgraph.ts';
import { manyRich, rich } from '../testing/money.ts';

const SEND = `mutation ($input: TransferBuzInput!) { transferBuz(input: $input) { __typename
  ... on TransferCompleted { transferId balanceAfter } ... on Refusal { code message } } }`;
const WALLET = '{ wallet { available held staked invested total status missingDocuments identityVerified } }';
const HOUR = 3_600_000;

describe('the wallet as its owner sees it', () => {
  let mount: TestMount<BuzPorts>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
  });
  afterAll(() => mount.stop());

  const ask = async <Data = Record<string, never>>(userId: string, query: string, variables = {}): Promise<Data> => {
    const result = await mount.graphql(query, variables, { userId, permissions: ['buz.transfer'] });
    expect(result.errors).toBeUndefined();
    return result.data as Data;
  };
  const send = async (from: string, toUserId: string, amount: string, memo: string | null = null) => {
    const input = { toUserId, amount, memo, idempotencyKey: newId() };
    return (await ask<{ transferBuz: Record<string, string> }>(from, SEND, { input })).transferBuz;
  };
  const quote = async (from: string, toUserId: string, amount: string) =>
    (
      await ask<{ quoteTransfer: Record<string, unknown> }>(
        from,
        'query ($to: ID!, $amount: BuzAmount!) { quoteTransfer(toUserId: $to, amount: $amount) { fee total affordable refusalCode refusalMessage } }',
        { to: toUserId, amount },
      )
    ).quoteTransfer;
  const limits = async (userId: string) =>
    (
      await ask<{ wallet: { limits: { window: string; used: string; left: string }[]; leftWithoutIdentity: string } }>(
        userId,
        '{ wallet { limits { window used left } leftWithoutIdentity } }',
      )
    ).wallet;
  const history = async (userId: string, more = '') =>
    (
      await ask<{
        wallet: {
          transactions: {
            edges: { node: Record<string, string> }[];
            pageInfo: { endCursor: string; hasNextPage: boolean };
          };
        };
      }>(
        userId,
        `{ wallet { transactions${more} { edges { node { id type direction amount fee balanceAfter memo counterparty { id } counterpartyAccount occurredAt } } pageInfo { endCursor hasNextPage } } } }`,
      )
    ).wallet.transactions;

  test('its total is what is available, on hold, staked and invested, and nobody else has one under that id', async () => {
    const [owner, stranger] = await manyRich(mount, 2, 100n * BUZ);
    expect(await ask(owner!, WALLET)).toMatchObject({
      wallet: { available: '100', total: '100', status: 'ACTIVE', missingDocuments: [], identityVerified: true },
    });
    const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Wallet { total } ... on User { wallet { total } } } }`;
    const of = [
      { __typename: 'Wallet', userId: owner },
      { __typename: 'User', id: owner },
    ];
    expect(await ask(stranger!, entities, { of })).toEqual({
      _entities: [null, { __typename: 'User', wallet: null }],
    });
    expect(await ask(owner!, entities, { of })).toMatchObject({
      _entities: [{ total: '100' }, { wallet: { total: '100' } }],
    });
  });

  test('each transfer is seen by both sides as it concerns them, and by a third one like a missing one', async () => {
    const [from, to, third] = await manyRich(mount, 3, 500n * BUZ);
    const { transferId: id } = await send(from!, to!, '100', 'rent');
    const one = `query ($id: ID!) { transaction(id: $id) { direction amount fee balanceAfter memo counterparty { id } counterpartyAccount } }`;
    expect(await ask(from!, one, { id })).toEqual({
      transaction: {
        ...{ direction: 'OUT', amount: '100', fee: '0.1', balanceAfter: '399.9', memo: 'rent' },
        ...{ counterparty: { id: to }, counterpartyAccount: 'wallet' },
      },
    });
    expect(await ask(to!, one, { id })).toMatchObject({
      transaction: { direction: 'IN', amount: '100', fee: '0', balanceAfter: '600', counterparty: { id: from } },
    });
    expect(await ask(third!, one, { id })).toEqual(await ask(third!, one, { id: newId() }));
    expect(await ask(third!, one, { id: 'no id' })).toEqual({ transaction: null });
  });

  test('the history is read in pages, newest first, with any filter, in the same number of statements however long', async () => {
    const [owner, friend, other] = await manyRich(mount, 3, 1_000n * BUZ);
    for (const amount of ['1', '2', '3', '4']) await send(owner!, friend!, amount);
    mount.clock.advance(HOUR);
    const since = mount.clock.now().toISOString();
    await send(other!, owner!, '5');
    await send(owner!, other!, '6');
    const first = await history(owner!, '(first: 2)');
    expect(first.edges.map(({ node }) => [node['direction'], node['amount']])).toEqual([
      ['OUT', '6'],
      ['IN', '5'],
    ]);
    const rest = await history(owner!, `(after: "${first.pageInfo.endCursor}")`);
    expect(rest.edges.map(({ node }) => node['amount'])).toEqual(['4', '3', '2', '1', '1000']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    const amounts = async (filter: string) =>
      (await history(owner!, `(filter: { ${filter} })`)).edges.map(({ node }) => node['amount']);
    expect(await amounts(`counterpartyId: "${other}"`)).toEqual(['6', '5']);
    expect(await amounts(`direction: IN`)).toEqual(['5', '1000']);
    expect(await amounts(`types: [GRANT]`)).toEqual(['1000']);
    expect(await amounts(`since: "${since}"`)).toEqual(['6', '5']);
    expect(await amounts(`until: "${since}", direction: OUT, types: [TRANSFER]`)).toEqual(['4', '3', '2', '1']);
    expect(await amounts(`counterpartyId: "nobody"`)).toEqual([]);
    const statements = async (more: string) => {
      mount.statements.length = 0;
      await history(owner!, more);
      return mount.statements.length;
    };
    expect(await statements('(first: 6)')).toBe(await statements('(first: 1)'));
    const stolen = await mount.graphql(
      `{ wallet { transactions(after: "${first.pageInfo.endCursor}") { pageInfo { endCursor } } } }`,
      {},
      { userId: friend! },
    );
    expect(stolen.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  test('a quote says what the transfer then says: fee, total, and the first refusal', async () => {
    const [from, to] = await manyRich(mount, 2, 50n * BUZ);
    expect(await quote(from!, to!, '10')).toEqual({
      ...{ fee: '0.01', total: '10.01', affordable: true, refusalCode: null, refusalMessage: null },
    });
    const poor = await rich(mount, 0n);
    const frozen = await rich(mount, 50n * BUZ);
    await mount.scope().transact((tx) => addFreeze(tx, frozen, 'ADMINISTRATOR', mount.clock.now()));
    const unverified = await rich(mount, 9_000n * BUZ, false);
    const cases: [string, string, string][] = [
      [from!, to!, '0.5'],
      [from!, from!, '5'],
      [from!, newId(), '5'],
      [from!, 'no id', '5'],
      [from!, to!, '50'],
      [poor, to!, '1'],
      [frozen, to!, '1'],
      [from!, frozen, '1'],
      [unverified, to!, '1000.000001'],
      [newId(), to!, '1'],
    ];
    for (const [payer, payee, amount] of cases) {
      const quoted = await quote(payer, payee, amount);
      const { code, message } = await send(payer, payee, amount);
      expect(quoted).toMatchObject({ affordable: false, refusalCode: code, refusalMessage: message });
      expect(code).toEqual(expect.any(String));
    }
    expect(await ask(frozen, WALLET)).toMatchObject({ wallet: { status: 'FROZEN', available: '50' } });
  });

  test('a rolling window is full until its first transfer is exactly as old as the window', async () => {
    const [from, to] = await manyRich(mount, 2, 30_000n * BUZ);
    await send(from!, to!, '4000');
    mount.clock.advance(12 * HOUR);
    await send(from!, to!, '6000');
    expect((await limits(from!)).limits[0]).toEqual({ window: 'DAY', used: '10000', left: '0' });
    mount.clock.advance(12 * HOUR - 1);
    expect(await send(from!, to!, '1')).toMatchObject({ code: 'BUZ_LIMIT_EXCEEDED' });
    expect(await quote(from!, to!, '1')).toMatchObject({ refusalCode: 'BUZ_LIMIT_EXCEEDED' });
    mount.clock.advance(1);
    expect((await limits(from!)).limits[0]).toEqual({ window: 'DAY', used: '6000', left: '4000' });
    expect(await send(from!, to!, '4000.000001')).toMatchObject({ code: 'BUZ_LIMIT_EXCEEDED' });
    expect(await send(from!, to!, '4000')).toMatchObject({ __typename: 'TransferCompleted' });
    expect((await limits(from!)).limits.map(({ used }) => used)).toEqual(['10000', '14000', '14000']);
  });

  test('without a verified identity 5,000 BUZ within 30 days are the end, to the last unit, and not a moment longer', async () => {
    const from = await rich(mount, 9_000n * BUZ, false);
    const to = await rich(mount, 0n);
    await send(from, to, '1000');
    mount.clock.advance(24 * HOUR);
    for (const amount of ['1000', '1000', '1000', '999.999999']) await send(from, to, amount);
    expect(await limits(from)).toMatchObject({ leftWithoutIdentity: '0.000001' });
    expect(await send(from, to, '1')).toMatchObject({ code: 'BUZ_IDENTITY_REQUIRED' });
    mount.clock.advance(29 * 24 * HOUR - 1);
    expect(await send(from, to, '1')).toMatchObject({ code: 'BUZ_IDENTITY_REQUIRED' });
    mount.clock.advance(1);
    expect(await limits(from)).toMatchObject({ leftWithoutIdentity: '1000.000001' });
    expect(await send(from, to, '1000')).toMatchObject({ __typename: 'TransferCompleted' });
    await mount.mounted.database.roadPool.query('update account set verified = true where owner_id = $1', [from]);
    expect(await limits(from)).toMatchObject({ leftWithoutIdentity: null });
    expect(await send(from, to, '1001')).toMatchObject({ __typename: 'TransferCompleted' });
  });

  test('a statement opens and closes with the balances as of its ends, its lines lead from one to the other, and its CSV is harmless', async () => {
    const [owner, friend] = await manyRich(mount, 2, 1_000n * BUZ);
    mount.clock.advance(HOUR);
    const from = mount.clock.now().toISOString();
    mount.clock.advance(HOUR);
    await send(owner!, friend!, '100', '=HYPERLINK("http://x"), with "quotes"');
    await send(friend!, owner!, '7', '-2+3');
    const until = mount.clock.now().toISOString();
    mount.clock.advance(1);
    await send(owner!, friend!, '1');
    const query = `query ($from: DateTime!, $until: DateTime!) { wallet { opening: asOf(at: $from) { available } closing: asOf(at: $until) { available }
      statement(from: $from, until: $until) { openingBalance closingBalance lines csv json } } }`;
    const { wallet } = await ask<{
      wallet: { opening: { available: string }; closing: { available: string }; statement: Record<string, string> };
    }>(owner!, query, { from, until });
    const { statement } = wallet;
    expect(statement).toMatchObject({
      openingBalance: wallet.opening.available,
      closingBalance: wallet.closing.available,
      lines: 2,
    });
    expect([wallet.opening.available, wallet.closing.available]).toEqual(['1000', '906.9']);
    const json = JSON.parse(statement['json']!) as {
      lines: { direction: string; amount: string; fee: string; balance: string }[];
    };
    const walked = json.lines.reduce((balance, line) => {
      const moved = unitsOf(line.amount)! + unitsOf(line.fee)!;
      const after = line.direction === 'IN' ? balance + moved : balance - moved;
      expect(line.balance).toBe(decimalOf(after));
      return after;
    }, unitsOf(wallet.opening.available)!);
    expect(decimalOf(walked)).toBe(wallet.closing.available);
    const rows = statement['csv']!.split('\r\n');
    expect(rows).toHaveLength(6);
    expect(rows[2]).toContain(`"'=HYPERLINK(""http://x""), with ""quotes""","","100.1","0.1","899.9"`);
    expect(rows[3]).toContain(`"'-2+3","7","","","906.9"`);
    const backwards = await mount.graphql(query, { from: until, until: from }, { userId: owner! });
    expect(backwards.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';
import { holdCharge } from './hold-charge.ts';

const MINUTE_MS = 60_000;

describe('a quote', () => {
  let mount: TestMount<unknown>;
  let economy: ReturnType<typeof economyOf>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
    economy = economyOf(mount);
  });
  afterAll(() => mount.stop());

  const requestOf = (
    payerId: string,
    priceCode = 'VENTURE_CREATE',
    more: { chargeId?: string; quoteId?: string } = {},
  ) => ({
    chargeId: newId(),
    priceCode,
    payerId,
    subject: { type: 'venture', id: newId() },
    ...more,
  });
  const hold = (request: ReturnType<typeof requestOf>, askedAt = mount.clock.now()) =>
    holdCharge(mount.scope(), { asker: 'shop', request, askedAt });
  const quote = async (userId: string, priceCode = 'API_ACCESS') =>
    (
      await mount.graphql(
        'query ($c: String!) { quoteCharge(priceCode: $c) { id cost available affordable expiresAt } }',
        { c: priceCode },
        { userId },
      )
    ).data!['quoteCharge'] as { id: string; cost: string; affordable: boolean; expiresAt: string };

  test('of the old price is refused from the effective time of the new one on, and the price changes then', async () => {
    const payerId = await economy.person(1_000);
    const at = new Date(mount.clock.now().getTime() + 10 * MINUTE_MS);
    const early = await quote(payerId);
    await economy.rule('PRICE', 'API_ACCESS', 80, at);
    const warned = await quote(payerId);
    expect([early.cost, warned.cost]).toEqual(['75', '75']);
    // the second knows of the change; the first was given before anybody decided it
    expect([Date.parse(early.expiresAt) - at.getTime(), Date.parse(warned.expiresAt) - at.getTime()]).toEqual([
      5 * MINUTE_MS,
      0,
    ]);
    mount.clock.set(new Date(at.getTime() - 1));
    expect(await hold(requestOf(payerId, 'API_ACCESS', { quoteId: early.id }))).toMatchObject({
      state: 'HELD',
      amount: 75_000_000n,
    });
    mount.clock.set(at);
    for (const { id } of [early, warned]) {
      expect(await hold(requestOf(payerId, 'API_ACCESS', { quoteId: id }))).toMatchObject({ because: 'QUOTE_EXPIRED' });
    }
    const fresh = await quote(payerId);
    expect(fresh.cost).toBe('80');
    expect(await hold(requestOf(payerId, 'API_ACCESS', { quoteId: fresh.id }))).toMatchObject({ amount: 80_000_000n });
    // heard late, but asked before the change
    expect(await hold(requestOf(payerId, 'API_ACCESS'), new Date(at.getTime() - 1))).toMatchObject({
      amount: 75_000_000n,
    });
  });

  test('is good for who was given it, for that price, and for 15 minutes', async () => {
    const [ann, bob] = [await economy.person(500), await economy.person(500)];
    const quotes = [(await quote(bob, 'VENTURE_CREATE')).id, (await quote(ann, 'API_ACCESS')).id, 'made up'];
    for (const quoteId of quotes) {
      expect(await hold(requestOf(ann, 'VENTURE_CREATE', { quoteId }))).toMatchObject({ because: 'QUOTE_EXPIRED' });
    }
    const old = await quote(ann, 'VENTURE_CREATE');
    mount.clock.advance(15 * MINUTE_MS);
    expect(await hold(requestOf(ann, 'VENTURE_CREATE', { quoteId: old.id }))).toMatchObject({
      because: 'QUOTE_EXPIRED',
    });
  });

  test('costs the same number of statements to look up for 2 prices as for 20, and lists with 1 row as with 30', async () => {
    const payerId = await economy.person(400);
    const statementsOf = async (query: string): Promise<number> => {
      mount.statements.length = 0;
      expect((await mount.graphql(query, {}, { userId: payerId })).errors).toBeUndefined();
      return mount.statements.length;
    };
    const quotes = (codes: string[]) =>
      `{ ${codes.map((code, nth) => `q${nth}: quoteCharge(priceCode: "${code}") { id cost }`).join(' ')} }`;
    const codes = ['API_ACCESS', 'WHITE_LABEL', 'LEGAL_SIGN', 'PROJECT_BID'];
    expect(await statementsOf(quotes([...codes, ...codes, ...codes]))).toBe(
      await statementsOf(quotes(codes.slice(0, 2))),
    );
    const lists =
      '{ wallet { available claimable charges(first: 50) { edges { node { id } } } rewards(first: 50) { edges { node { id } } } } priceRules { code } rewardRules { code } }';
    await hold(requestOf(payerId, 'LEGAL_SIGN'));
    const few = await statementsOf(lists);
    for (let nth = 0; nth < 30; nth++) await hold(requestOf(payerId, 'LEGAL_SIGN'));
    expect(await statementsOf(lists)).toBe(few);
  });
});

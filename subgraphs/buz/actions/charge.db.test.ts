import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';
import { endCharge, releaseOverdueCharges } from './end-charge.ts';
import { holdCharge } from './hold-charge.ts';

const MINUTE_MS = 60_000;

describe('a charge', () => {
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
  const end = (chargeId: string, outcome: 'CAPTURE' | 'RELEASE', asker = 'shop') =>
    endCharge(mount.scope(), { asker, chargeId, outcome });
  const told = async (chargeId: string) =>
    (
      await economy.rows<{ type: string }>(
        'select type from outbox where aggregate_id = $1 order by position',
        chargeId,
      )
    ).map(({ type }) => type);

  test('is held at the price in force, captured into the treasury, and told as spent', async () => {
    const payerId = await economy.person(60);
    const before = await economy.balance('treasury');
    const request = requestOf(payerId);
    expect(await hold(request)).toMatchObject({ state: 'HELD', amount: 50_000_000n });
    expect([await economy.balance(`wallet/${payerId}`), await economy.balance(`held/${payerId}`)]).toEqual([10, 50]);
    expect(await end(request.chargeId, 'CAPTURE')).toBe('CAPTURED');
    expect([await economy.balance(`held/${payerId}`), await economy.balance('treasury')]).toEqual([0, before + 50]);
    expect(await told(request.chargeId)).toEqual(['buz.charge_held', 'buz.charge_ended', 'buz.spent']);
  });

  test('is refused with what is needed and what is there, and nothing moves', async () => {
    const payerId = await economy.person(49);
    const request = requestOf(payerId);
    expect(await hold(request)).toMatchObject({ state: 'REFUSED', because: 'INSUFFICIENT_BUZ' });
    expect(
      await economy.rows(
        "select body from outbox where type = 'buz.charge_refused' and aggregate_id = $1",
        request.chargeId,
      ),
    ).toEqual([{ body: { chargeId: request.chargeId, needed: '50', available: '49', because: 'INSUFFICIENT_BUZ' } }]);
    expect(await economy.balance(`wallet/${payerId}`)).toBe(49);
    expect(await hold(requestOf(payerId, 'NO_SUCH_PRICE'))).toMatchObject({ because: 'PRICE_UNKNOWN' });
  });

  test('of nothing is held as nothing: the same states, no transfer, nothing spent', async () => {
    const payerId = await economy.person(0);
    const request = requestOf(payerId, 'TEAM_MEMBER_REMOVE');
    expect(await hold(request)).toMatchObject({ state: 'HELD', amount: 0n, holdId: null });
    expect(await end(request.chargeId, 'CAPTURE')).toBe('CAPTURED');
    expect(await told(request.chargeId)).toEqual(['buz.charge_held', 'buz.charge_ended']);
    expect(await economy.rows('select from transfer where subject_id = $1', request.subject.id)).toHaveLength(0);
  });

  test('that is asked for 20 times at once is held once', async () => {
    const payerId = await economy.person(100);
    const request = requestOf(payerId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => hold(request)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await economy.balance(`held/${payerId}`)).toBe(50);
    expect(await told(request.chargeId)).toEqual(['buz.charge_held']);
  });

  test('ends once, whichever of capture, release and expiry race for it', async () => {
    const ends: string[] = [];
    for (let round = 0; round < 12; round++) {
      const payerId = await economy.person(50);
      const treasury = await economy.balance('treasury');
      const request = requestOf(payerId);
      await hold(request);
      mount.clock.advance(15 * MINUTE_MS);
      const words = [
        () => end(request.chargeId, 'CAPTURE'),
        () => end(request.chargeId, 'RELEASE'),
        () => releaseOverdueCharges(mount.scope()),
        () => end(request.chargeId, 'CAPTURE'),
      ];
      await Promise.all([...words.slice(round % 4), ...words.slice(0, round % 4)].map((say) => say()));
      const [{ state }] = (await economy.rows<{ state: string }>(
        'select state from charge where id = $1',
        request.chargeId,
      )) as [{ state: string }];
      ends.push(state);
      const wallet = await economy.balance(`wallet/${payerId}`);
      expect([wallet, (await economy.balance('treasury')) - treasury]).toEqual(
        state === 'CAPTURED' ? [0, 50] : [50, 0],
      );
      expect(await economy.balance(`held/${payerId}`)).toBe(0);
      expect((await told(request.chargeId)).filter((type) => type === 'buz.charge_ended')).toHaveLength(1);
    }
    expect(ends).toHaveLength(12);
    expect(await economy.missing()).toBe('0');
  });

  test('about which nobody says anything is given back after 15 minutes, not earlier, and a late capture changes nothing', async () => {
    const payerId = await economy.person(50);
    const request = requestOf(payerId);
    await hold(request);
    mount.clock.advance(15 * MINUTE_MS - 1);
    expect(await releaseOverdueCharges(mount.scope())).toBe(0);
    mount.clock.advance(1);
    expect(await releaseOverdueCharges(mount.scope())).toBe(1);
    expect(await end(request.chargeId, 'CAPTURE')).toBeNull();
    expect(await economy.balance(`wallet/${payerId}`)).toBe(50);
    expect(await told(request.chargeId)).toEqual(['buz.charge_held', 'buz.charge_ended']);
    await expect(economy.rows("update charge set state = 'CAPTURED' where id = $1", request.chargeId)).rejects.toThrow(
      'ended as RELEASED',
    );
  });

  test('listens to its asker only, and to no word about what was never asked for', async () => {
    const payerId = await economy.person(50);
    const request = requestOf(payerId);
    await hold(request);
    expect(await end(request.chargeId, 'CAPTURE', 'mallory')).toBeNull();
    expect(await end(newId(), 'CAPTURE')).toBeNull();
    expect(await economy.balance(`held/${payerId}`)).toBe(50);
  });

  const quote = async (userId: string, priceCode = 'API_ACCESS') =>
    (
      await mount.graphql(
        'query ($c: String!) { quoteCharge(priceCode: $c) { id cost available affordable expiresAt } }',
        { c: priceCode },
        { userId },
      )
    ).data!['quoteCharge'] as { id: string; cost: string; affordable: boolean; expiresAt: string };

  test('changes its price at the effective time, and an open quote of the old price is refused from then on', async () => {
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

  test('takes no quote that was given to somebody else, for something else, or to nobody', async () => {
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

  test('is listed for its payer, newest first and page by page, and for nobody else', async () => {
    const payerId = await economy.person(100);
    for (const code of ['VENTURE_CREATE', 'TEAM_MEMBER_ADD', 'WHITE_LABEL']) {
      mount.clock.advance(1000);
      await hold(requestOf(payerId, code));
    }
    const list = `query ($after: String) { wallet { charges(first: 2, after: $after) {
      edges { node { priceCode state because amount } } pageInfo { hasNextPage endCursor } } } }`;
    type Answer = { charges: { edges: { node: object }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    const page = async (after?: string) =>
      (await mount.graphql(list, { after }, { userId: payerId })).data!['wallet'] as Answer;
    const first = await page();
    expect(first.charges.edges.map(({ node }) => node)).toEqual([
      { priceCode: 'WHITE_LABEL', state: 'REFUSED', because: 'INSUFFICIENT_BUZ', amount: '250' },
      { priceCode: 'TEAM_MEMBER_ADD', state: 'HELD', because: null, amount: '5' },
    ]);
    const second = await page(first.charges.pageInfo.endCursor);
    expect(second.charges).toMatchObject({
      edges: [{ node: { priceCode: 'VENTURE_CREATE' } }],
      pageInfo: { hasNextPage: false },
    });
    const foreign = await mount.graphql(
      list,
      { after: first.charges.pageInfo.endCursor },
      { userId: await economy.person(0) },
    );
    expect(foreign.errors?.[0]?.message).toContain('does not belong');
  });
});

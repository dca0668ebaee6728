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

  test('cannot begin while the wallet is frozen; what was held before ends as its asker says', async () => {
    const payerId = await economy.person(200);
    const status = (to: string) =>
      economy.rows(`update account set status = '${to}' where address = 'wallet/${payerId}'`);
    const [captured, released] = [requestOf(payerId), requestOf(payerId)];
    for (const request of [captured, released]) await hold(request);
    await status('FROZEN');
    expect(await hold(requestOf(payerId))).toMatchObject({ state: 'REFUSED', because: 'WALLET_FROZEN' });
    const free = requestOf(payerId, 'VENTURE_EDIT');
    expect(await hold(free)).toMatchObject({ state: 'HELD', amount: 0n });
    expect(await end(free.chargeId, 'CAPTURE')).toBe('CAPTURED');
    expect([await end(captured.chargeId, 'CAPTURE'), await end(released.chargeId, 'RELEASE')]).toEqual([
      'CAPTURED',
      'RELEASED',
    ]);
    expect([await economy.balance(`wallet/${payerId}`), await economy.balance(`held/${payerId}`)]).toEqual([150, 0]);
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

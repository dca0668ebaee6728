import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { askerChargeEvents } from '#chassis/charge/charge-events';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { InboxProducer } from '#chassis/testing/producer';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';
import { chargeReactions } from './charge-when-asked.ts';

const { requested, settled } = askerChargeEvents('shop');

describe('a neighbour that costs something', () => {
  let mount: TestMount<unknown>;
  let economy: ReturnType<typeof economyOf>;
  let shop: InboxProducer;
  beforeAll(async () => {
    const buz = buzSubgraph();
    mount = await mountForTest(
      { ...buz, reactions: [...buz.reactions, ...chargeReactions(['shop'])] },
      { background: true },
    );
    economy = economyOf(mount);
    shop = new InboxProducer(mount.mounted.road, mount.clock);
  });
  afterAll(() => mount.stop());

  test('is answered once per word, however often each is delivered, and ends a charge once', async () => {
    const payerId = await economy.person(500);
    const chargeIds = Array.from({ length: 6 }, () => newId());
    const words = chargeIds.flatMap((chargeId) => [
      shop.next(requested, chargeId, {
        chargeId,
        payerId,
        priceCode: 'API_ACCESS',
        subject: { type: 'app', id: chargeId },
      }),
      shop.next(settled, chargeId, { chargeId, outcome: 'CAPTURE' }),
      shop.next(settled, chargeId, { chargeId, outcome: 'RELEASE' }),
    ]);
    const firsts = words.filter(({ sequence }) => sequence === 1);
    for (const word of firsts) await mount.mounted.road.deposit('shop', [word]);
    // the last word first, and everything three times
    const storm = [...words].reverse().flatMap((word) => [word, word, word]);
    await Promise.all(storm.map((word) => mount.mounted.road.deposit('shop', [word])));
    await eventually(async () =>
      expect(await economy.rows('select state from charge where payer_id = $1', payerId)).toEqual(
        chargeIds.map(() => ({ state: 'CAPTURED' })),
      ),
    );
    expect([await economy.balance(`wallet/${payerId}`), await economy.balance('treasury')]).toEqual([50, 450]);
    const answers = await economy.rows<{ type: string; n: number }>(
      "select type, count(*)::int as n from outbox where aggregate in ('charge', 'spending') group by type order by type",
    );
    expect(answers).toEqual(['buz.charge_ended', 'buz.charge_held', 'buz.spent'].map((type) => ({ type, n: 6 })));
    expect(await economy.missing()).toBe('0');
  });
});

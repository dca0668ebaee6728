import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Query, Resolver } from 'type-graphql';
import { afterStep, type ChargeState } from '#kernel/charge';
import { newId } from '#kernel/id';
import { reaction } from '#chassis/events/reaction';
import { statementsMigration } from '#chassis/mount/machinery';
import type { Scope } from '#chassis/mount/scope';
import type { Subgraph } from '#chassis/mount/subgraph';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { InboxProducer } from '#chassis/testing/producer';
import { awaitOutcome } from './await-outcome.ts';
import { askerChargeEvents, chargeHeld, chargeRefused } from './charge-events.ts';

const { requested, settled } = askerChargeEvents('shop');

@Resolver()
class Nothing {
  @Query(() => Boolean, { nullable: true, description: 'A schema needs a field.' })
  open(): boolean {
    return true;
  }
}

async function step(scope: Scope, chargeId: string, word: 'HOLD' | 'REFUSE'): Promise<void> {
  await scope.transact(async (tx) => {
    const [row] = await tx.sql<{ state: ChargeState }>('select state from purchase where id = ? for update', [
      chargeId,
    ]);
    const next = row && afterStep(row.state, word);
    if (!next) return;
    await tx.sql('update purchase set state = ? where id = ?', [next, chargeId]);
    const outcome = next === 'HELD' ? 'CAPTURE' : 'RELEASE';
    await tx.tell(settled, chargeId, { chargeId, outcome });
  });
}

const shop: Subgraph = {
  name: 'shop',
  entities: [],
  migrations: [
    statementsMigration('0001-purchase', ['create table purchase (id uuid primary key, state text not null)']),
  ],
  resolvers: [Nothing],
  references: {},
  access: { Query: { open: 'open' } },
  publishes: [requested, settled],
  reactions: [
    reaction('hold', chargeHeld, (scope, event) => step(scope, event.body.chargeId, 'HOLD')),
    reaction('refuse', chargeRefused, (scope, event) => step(scope, event.body.chargeId, 'REFUSE')),
  ],
  live: [{ on: settled, topicsOf: (event) => [`charge:${event.aggregateId}`] }],
  jobs: [],
  open: async () => ({}),
};

describe('asking for a charge', () => {
  let mount: TestMount<unknown>;
  let buz: InboxProducer;
  beforeAll(async () => {
    mount = await mountForTest(shop, { background: true });
    buz = new InboxProducer(mount.mounted.road, mount.clock);
  });
  afterAll(() => mount.stop());

  const ask = async (scope: Scope): Promise<string> => {
    const chargeId = newId();
    await scope.transact(async (tx) => {
      await tx.sql("insert into purchase values (?, 'AWAITING_CHARGE')", [chargeId]);
      const subject = { type: 'purchase', id: chargeId };
      await tx.tell(requested, chargeId, { chargeId, priceCode: 'SHOP_BUY', payerId: newId(), subject });
    });
    return chargeId;
  };
  const outcome = (scope: Scope, chargeId: string, withinMs?: number) =>
    awaitOutcome(
      scope,
      `charge:${chargeId}`,
      async () => {
        const { rows } = await mount.mounted.database.roadPool.query('select state from purchase where id = $1', [
          chargeId,
        ]);
        return rows[0].state === 'AWAITING_CHARGE' ? null : (rows[0].state as ChargeState);
      },
      withinMs,
    );

  test('waits for the answer, and an answer that comes twice or against it changes nothing', async () => {
    const scope = mount.scope();
    const chargeId = await ask(scope);
    const waiting = outcome(scope, chargeId, 10_000);
    await buz.tell(chargeHeld, chargeId, { chargeId, amount: '50' });
    expect(await waiting).toBe('HELD');
    await buz.tell(chargeRefused, chargeId, { chargeId, needed: '50', available: '0', because: 'INSUFFICIENT_BUZ' });
    await buz.tell(chargeHeld, chargeId, { chargeId, amount: '50' });
    await eventually(async () => {
      const { rows } = await mount.mounted.database.roadPool.query(
        'select count(*)::int as open from inbox where done_at is null',
      );
      expect(rows[0].open).toBe(0);
    });
    const { rows } = await mount.mounted.database.roadPool.query(
      "select count(*)::int as n from outbox where type = 'shop.charge_settled'",
    );
    expect(rows[0].n).toBe(1);
  });

  test('gives up waiting without an answer, with nothing lost: the late answer still lands', async () => {
    const scope = mount.scope();
    const chargeId = await ask(scope);
    expect(await outcome(scope, chargeId, 150)).toBeNull();
    await buz.tell(chargeRefused, chargeId, { chargeId, needed: '50', available: '0.5', because: 'INSUFFICIENT_BUZ' });
    expect(await outcome(scope, chargeId, 10_000)).toBe('REFUSED');
  });

  test('never carries an amount from the asker', () => {
    const body = {
      chargeId: newId(),
      priceCode: 'SHOP_BUY',
      payerId: newId(),
      subject: { type: 'purchase', id: newId() },
      amount: '1',
    };
    expect(requested.body.parse(body)).not.toHaveProperty('amount');
  });
});

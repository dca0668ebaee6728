import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { InboxProducer } from '#chassis/testing/producer';
import { documentEffective, documentExpired } from '#subgraphs/legal/published/legal.events';
import { kycApproved, kycEnded } from '#subgraphs/users/published/kyc.events';
import { userEmailVerified, userReinstated, userSuspended } from '#subgraphs/users/published/users.events';
import { addFreeze, liftFreeze } from '../actions/keep-standing.ts';
import { buzSubgraph } from '../subgraph.ts';

describe('the standing of a wallet follows what others decide about its owner', () => {
  let buz: TestMount<unknown>;
  let others: InboxProducer;
  beforeAll(async () => {
    buz = await mountForTest(buzSubgraph(), { background: true });
    others = new InboxProducer(buz.mounted.road, buz.clock);
  });
  afterAll(() => buz.stop());

  const wallet = async (userId: string) =>
    (
      await buz.mounted.database.roadPool.query(
        "select status, documents, verified from account where owner_id = $1 and kind = 'WALLET'",
        [userId],
      )
    ).rows[0];
  const becomes = (userId: string, standing: object) =>
    eventually(async () => expect(await wallet(userId)).toMatchObject(standing));
  const told = async (userId: string) =>
    (
      await buz.mounted.database.roadPool.query('select type from outbox where aggregate_id = $1 order by sequence', [
        userId,
      ])
    ).rows.map(({ type }) => type);

  test('an event that comes before the e-mail address is verified opens the wallet, once', async () => {
    const userId = newId();
    await others.tell(documentEffective, userId, { userId, documentId: newId(), code: 'BTS' });
    await becomes(userId, { status: 'ACTIVE', documents: ['BTS'] });
    await others.tell(userEmailVerified, userId, { userId });
    await others.tell(kycApproved, userId, { userId, approvedBy: newId() });
    await becomes(userId, { verified: true, documents: ['BTS'] });
    expect(await told(userId)).toEqual(['buz.wallet_opened']);
    await others.tell(kycEnded, userId, { userId, because: 'EXPIRED' });
    await becomes(userId, { verified: false });
  });

  test('a document that expired takes its code away only when no newer signature of it holds', async () => {
    const userId = newId();
    const [old, renewed] = [newId(), newId()];
    await others.tell(documentEffective, userId, { userId, documentId: old, code: 'BTS' });
    await others.tell(documentEffective, userId, { userId, documentId: newId(), code: 'BPP' });
    await others.tell(documentEffective, userId, { userId, documentId: newId(), code: 'MNDA' });
    await others.tell(documentEffective, userId, { userId, documentId: renewed, code: 'BTS' });
    await others.tell(documentExpired, userId, { userId, documentId: old, code: 'BTS' });
    await others.tell(kycApproved, userId, { userId, approvedBy: newId() });
    await becomes(userId, { verified: true, documents: ['BPP', 'BTS'] });
    await others.tell(documentExpired, userId, { userId, documentId: renewed, code: 'BTS' });
    await becomes(userId, { documents: ['BPP'] });
  });

  test('the end of a suspension lifts only what the suspension froze', async () => {
    const userId = newId();
    await others.tell(userSuspended, userId, { userId, reason: 'a test' });
    await becomes(userId, { status: 'FROZEN' });
    const { clock } = buz;
    await buz.scope().transact((tx) => addFreeze(tx, userId, 'ADMINISTRATOR', clock.now()));
    await others.tell(userReinstated, userId, { userId, reason: 'a test' });
    await eventually(async () => expect(await told(userId)).toContain('buz.wallet_unfrozen'));
    expect(await wallet(userId)).toMatchObject({ status: 'FROZEN' });
    await buz.scope().transact((tx) => liftFreeze(tx, userId, 'ADMINISTRATOR'));
    expect(await wallet(userId)).toMatchObject({ status: 'ACTIVE' });
  });

  test('a suspension delivered twice freezes once', async () => {
    const userId = newId();
    const event = others.next(userSuspended, userId, { userId, reason: 'a test' });
    await Promise.all(Array.from({ length: 10 }, () => buz.mounted.road.deposit('users', [event])));
    await becomes(userId, { status: 'FROZEN' });
    expect(await told(userId)).toEqual(['buz.wallet_opened', 'buz.wallet_frozen']);
  });
});

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import type { BuzPorts } from '../outside/ports.ts';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';
import { closeWallet, freezeWallet, unfreezeWallet } from './administer-wallet.ts';
import { decideAct } from './decide-act.ts';
import { grantBuz } from './grant-buz.ts';
import { reverseTransfer } from './reverse-transfer.ts';

describe('administrators of the money', () => {
  let mount: TestMount<BuzPorts>;
  let economy: ReturnType<typeof economyOf>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
    economy = economyOf(mount);
  });
  afterAll(() => mount.stop());

  const [ann, ben, cat] = [newId(), newId(), newId()];
  const as = (userId: string) => mount.scope({ userId, permissions: ['buz.admin'] });
  const grant = (adminId: string, userId: string, buz: bigint, idempotencyKey: string = newId()) =>
    grantBuz(as(adminId), { pool: 'COMMUNITY', userId, amount: buz * BUZ, reason: 'a test', idempotencyKey });
  const decide = (adminId: string, decision: 'APPROVE' | 'REJECT' | 'WITHDRAW', actId: string, key: string = newId()) =>
    decideAct(as(adminId), decision, { actId, reason: 'seen', idempotencyKey: key });
  const proposed = async (userId: string, buz = 20_000n): Promise<string> => {
    const answer = await grant(ann, userId, buz);
    if (isRefusal(answer) || !answer.actId) throw new Error(JSON.stringify(answer));
    return answer.actId;
  };
  const names = (answers: readonly (object | Refusal)[]) =>
    answers.map((answer) => (isRefusal(answer) ? answer.name : 'done')).sort();
  const balance = (userId: string) => economy.balance(`wallet/${userId}`);
  const log = (subjectId: string) =>
    economy.rows<{ act: string; admin_id: string }>(
      'select act, admin_id from admin_log where subject_id = $1 order by n',
      subjectId,
    );

  test('a grant that is asked for in parallel under one key happens once, and is written down once', async () => {
    const userId = await economy.person(0);
    const answers = await Promise.all(Array.from({ length: 8 }, () => grant(ann, userId, 500n, 'the same key')));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await balance(userId)).toBe(500);
    expect(await log(userId)).toEqual([{ act: 'GRANT_DONE', admin_id: ann }]);
    expect(await grant(ann, userId, 501n, 'the same key')).toMatchObject({
      name: 'IdempotencyKeyReused',
      differs: ['amount'],
    });
  });

  test('one alone gives at most 10,000 BUZ, two at most 100,000, nobody to himself, and nobody without a fresh sign-in', async () => {
    const userId = await economy.person(0);
    expect(await grant(cat, userId, 10_000n)).toMatchObject({ actId: null });
    expect(await grant(ben, userId, 10_001n)).toMatchObject({ transferId: null });
    expect(await grant(ann, userId, 100_001n)).toMatchObject({ name: 'BuzAmountInvalid' });
    expect(await grant(ann, userId, 0n)).toMatchObject({ name: 'BuzAmountInvalid' });
    expect(await grant(userId, userId, 1n)).toMatchObject({ name: 'Forbidden' });
    expect(await grant(ann, newId(), 1n)).toMatchObject({ name: 'BuzRecipientUnknown' });
    const input = { pool: 'COMMUNITY', userId, amount: BUZ, reason: 'a test', idempotencyKey: newId() } as const;
    const stale = mount.scope({ userId: ann, permissions: ['buz.admin'], freshAuthAt: Date.now() - 11 * 60_000 });
    expect(await grantBuz(stale, input)).toMatchObject({ name: 'StepUpRequired' });
    expect(await grantBuz(mount.scope({ userId: ann }), input)).toMatchObject({ name: 'Forbidden' });
    expect(await balance(userId)).toBe(10_000);
  });

  test('small grants and reversals of one administrator add up over a day; what two decided does not count', async () => {
    const [eve, userId] = [newId(), await economy.person(0)];
    const first = (await grant(eve, userId, 5_000n)) as { transferId: string };
    const back = { transferId: first.transferId, amount: 2_000n * BUZ, reason: 'a test', idempotencyKey: newId() };
    expect(await reverseTransfer(as(eve), back)).toMatchObject({ actId: null });
    mount.clock.advance(3_600_000);
    expect(await grant(eve, userId, 3_000n)).toMatchObject({ actId: null });
    const { actId } = (await grant(eve, userId, 1n)) as { actId: string };
    expect(await decide(ben, 'APPROVE', actId)).toEqual({ actId });
    expect(await reverseTransfer(as(eve), { ...back, amount: 1n, idempotencyKey: newId() })).toMatchObject({
      transferId: null,
    });
    expect(await grant(ben, userId, 1n)).toMatchObject({ actId: null }); // everybody has a day of their own
    mount.clock.advance(23 * 3_600_000 - 1);
    expect(await grant(eve, userId, 1n)).toMatchObject({ transferId: null });
    mount.clock.advance(1); // what was moved in the first hour is a day ago
    expect(await grant(eve, userId, 7_000n)).toMatchObject({ actId: null });
    expect(await grant(eve, userId, 1n)).toMatchObject({ transferId: null });
    expect(await balance(userId)).toBe(13_002);
  });

  test('of grants at the same time that fit one by one only so many happen as fit together', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => economy.person(0)));
    const gil = newId();
    const answers = await Promise.all(people.map((userId) => grant(gil, userId, 3_000n)));
    expect(answers.filter((answer) => !isRefusal(answer) && answer.transferId)).toHaveLength(3);
    expect(answers.filter((answer) => !isRefusal(answer) && answer.actId)).toHaveLength(5);
    const got = await Promise.all(people.map(balance));
    expect(got.reduce((sum, one) => sum + one, 0)).toBe(9_000);
  });

  test('what was proposed happens when somebody else approves it, once, however many approve at the same time', async () => {
    const userId = await economy.person(0);
    const actId = await proposed(userId);
    expect(await decide(ann, 'APPROVE', actId)).toMatchObject({ name: 'BuzActOwn' });
    expect(await decide(userId, 'APPROVE', actId)).toMatchObject({ name: 'BuzActNotPossible', because: 'FORBIDDEN' });
    expect(await balance(userId)).toBe(0);
    const answers = await Promise.all([ben, cat, ben, cat, cat].map((admin) => decide(admin, 'APPROVE', actId)));
    expect(names(answers)).toEqual(['BuzActDecided', 'BuzActDecided', 'BuzActDecided', 'BuzActDecided', 'done']);
    expect(await balance(userId)).toBe(20_000);
    expect((await log(actId)).map(({ act }) => act)).toEqual(['GRANT_PROPOSED', 'GRANT_DONE']);
  });

  test('of an approval, a rejection and a withdrawal at the same time exactly one counts', async () => {
    const userId = await economy.person(0);
    const actId = await proposed(userId);
    const answers = await Promise.all([
      decide(ben, 'APPROVE', actId),
      decide(cat, 'REJECT', actId),
      decide(ann, 'WITHDRAW', actId),
    ]);
    expect(names(answers)).toEqual(['BuzActDecided', 'BuzActDecided', 'done']);
    const [act] = await economy.rows<{ state: string }>('select state from two_person_act where id = $1', actId);
    expect(await balance(userId)).toBe(act!.state === 'DONE' ? 20_000 : 0);
  });

  test('the same decision under the same key is answered the same, and only the one who proposed withdraws', async () => {
    const userId = await economy.person(0);
    const actId = await proposed(userId);
    expect(await decide(ben, 'WITHDRAW', actId)).toMatchObject({ name: 'Forbidden' });
    const key = newId();
    expect(await decide(ben, 'REJECT', actId, key)).toEqual({ actId });
    expect(await decide(ben, 'REJECT', actId, key)).toEqual({ actId });
    expect(await decide(ben, 'APPROVE', actId, key)).toMatchObject({ name: 'IdempotencyKeyReused' });
    expect(await decide(ben, 'APPROVE', newId())).toMatchObject({ name: 'NotFound' });
  });

  test('what nobody decides within seven days no longer happens', async () => {
    const userId = await economy.person(0);
    const [kept, late] = [await proposed(userId), await proposed(userId)];
    mount.clock.advance(7 * 24 * 3_600_000 - 1);
    expect(await decide(ben, 'APPROVE', kept)).toEqual({ actId: kept });
    mount.clock.advance(1);
    expect(await decide(ben, 'APPROVE', late)).toMatchObject({ name: 'BuzActDecided', state: 'EXPIRED' });
    expect(await balance(userId)).toBe(20_000);
  });

  test('the database refuses one person on both sides, and any change of the log', async () => {
    const actId = await proposed(await economy.person(0));
    await expect(
      economy.rows(
        "update two_person_act set state = 'DONE', decided_at = now(), decider_id = proposer_id where id = $1",
        actId,
      ),
    ).rejects.toThrow(/check constraint/);
    await expect(economy.rows("update admin_log set reason = 'other'")).rejects.toThrow(
      /permission denied|append-only/,
    );
    await expect(economy.rows('delete from admin_log')).rejects.toThrow(/permission denied|append-only/);
  });

  test('a transfer goes back in parts, never more than it was, and above 10,000 BUZ by two', async () => {
    const userId = await economy.person(0);
    const given = await grant(ann, userId, 9_000n);
    const transferId = (given as { transferId: string }).transferId;
    const back = (amount: bigint | null, id = transferId, adminId = ben) =>
      reverseTransfer(as(adminId), {
        transferId: id,
        amount: amount && amount * BUZ,
        reason: 'a test',
        idempotencyKey: newId(),
      });
    expect(names(await Promise.all([newId(), ben, cat].map((one) => back(4_000n, transferId, one))))).toEqual([
      'BuzNotReversible',
      'done',
      'done',
    ]);
    expect(await balance(userId)).toBe(1_000);
    mount.clock.advance(24 * 3_600_000);
    expect(await back(null)).toMatchObject({ actId: null });
    expect(await back(null)).toMatchObject({ name: 'BuzNotReversible' });
    expect(await back(1n, newId())).toMatchObject({ name: 'NotFound' });

    const actId = await proposed(userId);
    await decide(ben, 'APPROVE', actId);
    const [act] = await economy.rows<{ subject_id: string }>(
      'select subject_id from two_person_act where id = $1',
      actId,
    );
    const large = await back(null, act!.subject_id);
    expect(large).toMatchObject({ transferId: null });
    expect(await balance(userId)).toBe(20_000);
    expect(await decide(ann, 'APPROVE', (large as { actId: string }).actId)).toMatchObject({
      actId: expect.any(String),
    });
    expect(await balance(userId)).toBe(0);
    expect(await economy.missing()).toBe('0');
  });

  test('nothing leaves a frozen wallet, and only an empty one is closed, for good', async () => {
    const userId = await economy.person(50);
    const about = () => ({ userId, reason: 'a test', idempotencyKey: newId() });
    expect(await freezeWallet(as(ann), about())).toEqual({ userId });
    expect(await freezeWallet(as(ann), about())).toMatchObject({ name: 'BuzWalletStatusRefused' });
    expect(await grant(ann, userId, 1n)).toMatchObject({ actId: null }); // it still receives
    expect(await closeWallet(as(ann), about())).toMatchObject({ name: 'BuzWalletNotEmpty', left: 51n * BUZ });
    expect(await unfreezeWallet(as(ann), about())).toEqual({ userId });
    expect(await unfreezeWallet(as(ann), about())).toMatchObject({ name: 'BuzWalletStatusRefused' });

    const empty = await economy.person(0);
    const closing = () => ({ userId: empty, reason: 'a test', idempotencyKey: newId() });
    expect(names(await Promise.all([closeWallet(as(ann), closing()), closeWallet(as(ben), closing())]))).toEqual([
      'BuzWalletStatusRefused',
      'done',
    ]);
    expect(await grant(ann, empty, 1n)).toMatchObject({ name: 'BuzRecipientUnknown' });
    expect(await freezeWallet(as(ann), { ...about(), userId: newId() })).toMatchObject({ name: 'NotFound' });
    expect(await freezeWallet(as(userId), about())).toMatchObject({ name: 'Forbidden' });
  });

  test('a wallet that is closed while somebody grants to it is either closed and empty, or open with the grant', async () => {
    const userId = await economy.person(0);
    const [granted, closed] = await Promise.all([
      grant(ann, userId, 5n),
      closeWallet(as(ben), { userId, reason: 'a test', idempotencyKey: newId() }),
    ]);
    expect([isRefusal(granted), isRefusal(closed)].filter(Boolean)).toHaveLength(1);
    expect(await balance(userId)).toBe(isRefusal(granted) ? 0 : 5);
  });
});

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ, CAP } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { poolOf, TREASURY, walletOf } from '../domain/account.ts';
import type { Command } from '../domain/command.ts';
import type { Outcome } from '../domain/transfer.ts';
import { buzSubgraph } from '../subgraph.ts';
import { openWallet } from './open-wallet.ts';
import { settle } from './settle.ts';

describe('settling', () => {
  let mount: TestMount<unknown>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
  });
  afterAll(() => mount.stop());

  const sql = async (text: string) => (await mount.mounted.database.roadPool.query(text)).rows;
  const run = (...commands: Command[]): Promise<Outcome[]> => {
    const scope = mount.scope();
    return scope.transact((tx) => settle(tx, commands, scope.clock.now()));
  };
  const system = { id: '', actorId: null, type: 'GRANT' as const };
  const person = async (units: bigint): Promise<string> => {
    const userId = newId();
    await openWallet(mount.scope(), userId);
    await sql(`update account set documents = '{BTS,BPP}' where owner_id = '${userId}'`);
    const legs = [
      { account: poolOf('REWARDS'), amount: -units },
      { account: walletOf(userId), amount: units },
    ];
    await run({ ...system, id: newId(), kind: 'MOVE', legs });
    return userId;
  };
  const available = async (userId: string) =>
    (await sql(`select balance from account where address = 'wallet/${userId}'`))[0].balance;

  test('genesis minted the cap, once, and everything always sums to it', async () => {
    await person(5n * BUZ);
    const [row] = await sql(
      "select sum(balance) filter (where kind <> 'GENESIS') as held, sum(balance) as all from account",
    );
    expect(row).toEqual({ held: String(CAP), all: '0' });
  });

  test('the sender pays amount and fee, the treasury gets the fee, the same key again gets the same answer', async () => {
    const [from, to] = [await person(200n * BUZ), await person(1n)];
    const send = { ...system, type: 'TRANSFER' as const, kind: 'SEND' as const, from, to, amount: 100n * BUZ };
    const once = { scope: from, key: 'k' };
    const [first] = await run({ ...send, id: newId(), once });
    const [again] = await run({ ...send, id: newId(), once });
    expect(again).toEqual({ ...first, replayed: true });
    expect((await run({ ...send, id: newId(), once, amount: BUZ }))[0]).toMatchObject({
      name: 'IdempotencyKeyReused',
      differs: ['amount'],
    });
    expect(await available(from)).toBe(String(100n * BUZ - BUZ / 10n));
    expect(await available(to)).toBe(String(100n * BUZ + 1n));
    const [{ fees }] = await sql(`select sum(balance) as fees from account where address like '${TREASURY}/%'`);
    expect(fees).toBe(String(BUZ / 10n));
  });

  test('a refused command touches no other in the batch', async () => {
    const [from, to] = [await person(150n * BUZ), await person(1n)];
    const send = (amount: bigint): Command => ({
      ...system,
      id: newId(),
      type: 'TRANSFER',
      kind: 'SEND',
      from,
      to,
      amount,
    });
    const outcomes = await run(send(100n * BUZ), send(100n * BUZ), send(40n * BUZ));
    expect(outcomes.map((one) => (isRefusal(one) ? one.name : 'booked'))).toEqual([
      'booked',
      'InsufficientBuz',
      'booked',
    ]);
  });

  test('a hold is posted in part once, and the rest goes back', async () => {
    const userId = await person(100n * BUZ);
    const id = newId();
    const hold: Command = {
      ...system,
      id,
      type: 'PURCHASE',
      kind: 'HOLD',
      from: userId,
      amount: 60n * BUZ,
      expiresAt: null,
    };
    const end = { ...system, type: 'PURCHASE' as const, pendingId: id };
    await run(hold);
    expect(await available(userId)).toBe(String(40n * BUZ));
    const outcomes = await run(
      { ...end, id: newId(), kind: 'POST', to: TREASURY, amount: 50n * BUZ },
      { ...end, id: newId(), kind: 'VOID' },
    );
    expect(outcomes).toMatchObject([{ replayed: false }, { name: 'BuzHoldEnded' }]);
    expect(await available(userId)).toBe(String(50n * BUZ));
  });

  test('a transfer moves back once, fee included', async () => {
    const [from, to] = [await person(200n * BUZ), await person(1n)];
    const [sent] = await run({ ...system, id: newId(), type: 'TRANSFER', kind: 'SEND', from, to, amount: 100n * BUZ });
    const reversesId = (sent as { transfer: { id: string } }).transfer.id;
    const back = (): Command => ({ ...system, id: newId(), type: 'REVERSAL', kind: 'REVERSE', reversesId });
    expect(await run(back(), back())).toMatchObject([{ replayed: false }, { name: 'BuzNotReversible' }]);
    expect(await available(from)).toBe(String(200n * BUZ));
  });

  test('no entry is without its account: an account never goes away, nor changes its name', async () => {
    await expect(sql('delete from account')).rejects.toThrow(/permission denied/);
    await expect(sql(`update account set address = 'burn/2' where address = 'burn'`)).rejects.toThrow(/never deleted/);
    await expect(
      sql(`insert into entry select v.account, 1, '${newId()}', v.amount, 0, 0, e.at
           from (select * from entry limit 1) e, (values (-1, 5), (-2, -5)) as v (account, amount)`),
    ).rejects.toThrow(/no account/);
  });

  test('what was written cannot be changed, and legs that do not balance cannot be written', async () => {
    await expect(sql('update transfer set amount = 1')).rejects.toThrow(/permission denied|append-only/);
    await expect(sql('delete from entry')).rejects.toThrow(/permission denied|append-only/);
    await expect(
      sql(`insert into entry select account_id, version + 1000, transfer_id, 5, 5, 0, at from entry limit 1`),
    ).rejects.toThrow(/sum to zero/);
  });
});

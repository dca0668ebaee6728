import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { sealingKeys } from '../outside/sealing-keys.ts';
import { ledgerWorld, type LedgerWorld } from '../testing/ledger-world.ts';
import { verifyLedger, verifyWholeLedger } from './verify-ledger.ts';

describe('a ledger that somebody changed past every grant and trigger', () => {
  let world: LedgerWorld;
  /** The middle block of three, and a transfer in its middle with everything that a transfer can have. */
  let [middle, victim] = [0, ''];
  const STRANGER = '00000000-0000-7000-8000-000000000001';
  const BACKUP = ['transfer', 'entry', 'block', 'account'];

  beforeAll(async () => {
    world = await ledgerWorld();
    const [ann, bob] = [await world.person(500n * BUZ), await world.person(500n * BUZ)];
    const send = (memo: string) => ({
      id: newId(),
      actorId: ann,
      type: 'TRANSFER' as const,
      kind: 'SEND' as const,
      from: ann,
      to: bob,
      amount: BUZ,
      memo,
      once: { scope: ann, key: memo },
      subject: { type: 'gift', id: newId() },
    });
    for (const part of [1, 2, 3]) {
      const batch = Array.from({ length: 7 }, (_, n) => send(`part ${part}, number ${n}`));
      if (part === 2) {
        victim = batch[3]!.id;
        const hold = { id: newId(), actorId: ann, type: 'PURCHASE' as const, kind: 'HOLD' as const, from: ann };
        await world.run({ ...hold, amount: BUZ, expiresAt: new Date('2026-02-01T00:00:00Z') });
      }
      await world.run(...batch);
      await world.seal();
    }
    [{ middle }] = (await world.sql(
      `select number::int as middle from block, transfer
       where id = '${victim}' and (last_xid, last_position) >= (xid, position) order by number limit 1`,
    )) as [{ middle: number }];
    // an intruder with every right takes the constraints off too
    await world.tamper('alter table transfer alter position drop identity, drop constraint transfer_position_key');
    await world.tamper('alter table entry drop constraint entry_pkey');
    await world.tamper('alter table block drop constraint block_pkey, drop constraint block_check');
    for (const table of BACKUP) await world.tamper(`create table backup_${table} as select * from ${table}`);
  });
  afterEach(async () => {
    for (const table of BACKUP) {
      await world.tamper(`delete from ${table}`);
      await world.tamper(`insert into ${table} overriding system value select * from backup_${table}`);
    }
  });
  afterAll(() => world.stop());

  const faults = async () => (await verifyLedger(world.mount.scope(), 0, null)).faults;
  const columns = async (table: string): Promise<{ name: string; type: string }[]> =>
    (await world.sql(
      `select column_name as name, data_type as type from information_schema.columns
       where table_schema = 'buz' and table_name = '${table}' and column_name not like 'backup%'`,
    )) as { name: string; type: string }[];

  /** The least change that a value of the type can have. */
  const flipped = (name: string, type: string): string => {
    if (type === 'uuid') return `overlay(coalesce(${name}, gen_random_uuid())::text placing 'e' from 1)::uuid`;
    if (type === 'bigint' || type === 'integer') return `${name} + 1`;
    if (type === 'xid8') return `(${name}::text::bigint + 1)::text::xid8`;
    if (type.startsWith('timestamp')) return `coalesce(${name}, '2026-03-01Z') + interval '1 microsecond'`;
    if (type === 'bytea') return `set_byte(${name}, 0, get_byte(${name}, 0) # 1)`;
    return `coalesce(${name}, '') || ' '`;
  };

  test('as it was written it verifies, in as many parts as it takes', async () => {
    expect(await verifyLedger(world.mount.scope(), 0, null)).toMatchObject({ faults: [], resumeAfter: null });
  });

  test.each(['transfer', 'entry'])('one flipped byte in any column of a %s names the block', async (table) => {
    const where = table === 'transfer' ? `id = '${victim}'` : `transfer_id = '${victim}' and amount < 0`;
    const names = await columns(table);
    expect(names.length).toBeGreaterThan(6);
    for (const { name, type } of names) {
      // kinds, numbers of accounts and empty halves of pairs are held by constraints, which nobody switches off unseen
      const value =
        name === 'kind' ? `'PENDING'` : name === 'pending_id' || name === 'reverses_id' ? null : flipped(name, type);
      if (value === null) continue;
      await world.tamper(`update ${table} set ${name} = ${value} where ${where}`);
      const [first] = await faults();
      expect({ name, block: first?.block }).toEqual({ name, block: expect.any(Number) });
      expect(first!.kind).toMatch(/^TRANSFER_/);
      expect(Math.abs(first!.block! - middle)).toBeLessThanOrEqual(name === 'xid' ? 1 : 0);
      await world.tamper(`delete from ${table}`);
      await world.tamper(`insert into ${table} overriding system value select * from backup_${table}`);
    }
  });

  test('a column and the sealed form changed together name the transfer', async () => {
    await world.tamper(
      `update transfer set memo = 'for you', canonical = replace(canonical, memo, 'for you') where id = '${victim}'`,
    );
    expect((await faults())[0]).toMatchObject({ kind: 'TRANSFER_CHANGED', block: middle, transferId: victim });
  });

  test('the fault says which fact differs', async () => {
    await world.tamper(`update transfer set amount = amount + 1 where id = '${victim}'`);
    const [fault] = await faults();
    expect(fault).toMatchObject({ kind: 'TRANSFER_CHANGED', transferId: victim });
    expect(fault!.what).toMatch(/amount/);
  });

  test.each([
    ['a deleted transfer', 'TRANSFER_MISSING', () => `delete from transfer where id = '${victim}'`],
    ['a deleted entry', 'TRANSFER_CHANGED', () => `delete from entry where transfer_id = '${victim}' and amount < 0`],
    [
      'two that changed places',
      'TRANSFER_CHANGED',
      () => `with two as (select id, position from transfer where id >= '${victim}' order by position limit 2)
         update transfer set position = (select sum(position) from two) - position where id in (select id from two)`,
    ],
    [
      'an account that is called another',
      'TRANSFER_CHANGED',
      () =>
        `update account set address = address || 'x' where id = (select max(account_id) from entry where transfer_id = '${victim}')`,
    ],
    [
      'a copied transfer with entries of its own',
      'TRANSFER_ADDED',
      () => `with t as (insert into transfer overriding system value
             select (jsonb_populate_record(t, jsonb_build_object('id', '${STRANGER}', 'position', -1, 'key_scope', null,
               'idempotency_key', null, 'canonical', replace(replace(canonical, id::text, '${STRANGER}'),
               '"scope":"' || key_scope || '","key":"' || idempotency_key || '"', '"scope":null,"key":null')))).*
             from transfer t where id = '${victim}')
           insert into entry select account_id, version, '${STRANGER}', amount, balance_after, sent_after, at
           from entry where transfer_id = '${victim}'`,
    ],
  ] as const)('%s is found', async (_, kind, act) => {
    await world.tamper(act());
    const found = await faults();
    expect(found).toContainEqual(expect.objectContaining({ kind, block: middle }));
    expect(found[0]!.kind).toBe(kind);
  });

  test('one flipped byte in any column of a block is found', async () => {
    for (const { name, type } of await columns('block')) {
      const value = name === 'key' ? `translate(key, left(key, 1), 'z')` : flipped(name, type);
      await world.tamper(`update block set ${name} = ${value} where number = ${middle}`);
      const [first] = await faults();
      expect({ name, block: first?.block }).toEqual({ name, block: expect.any(Number) });
      expect(Math.abs(first!.block! - middle)).toBeLessThanOrEqual(1);
      await world.tamper(`delete from block`);
      await world.tamper(`insert into block select * from backup_block`);
    }
  });

  test('a console is told all of it, and by its exit code', async () => {
    const said = () => verifyWholeLedger(world.mount.scope(), null, () => {});
    expect(await said()).toMatchObject({ code: 0, text: expect.stringContaining('intact') });
    await world.tamper(`update transfer set fee = fee + 1 where id = '${victim}'`);
    expect(await said()).toMatchObject({ code: 1, text: expect.stringContaining(victim) });
  });

  test('a ledger of many blocks is walked in parts that join without a gap', async () => {
    const { head } = await verifyLedger(world.mount.scope(), 0, null);
    await world.tamper(`update block set count = count + 4096 where number = 1`); // so large that it fills a part alone
    const first = await verifyLedger(world.mount.scope(), 0, null);
    expect(first).toMatchObject({ firstBlock: 1, lastBlock: 1, resumeAfter: 1 });
    const rest = await verifyLedger(world.mount.scope(), 1, null);
    expect(rest).toMatchObject({ faults: [], firstBlock: 2, lastBlock: head!.number, resumeAfter: null });
  });

  test('a removed block is named, and nothing behind it is taken for good', async () => {
    await world.tamper(`delete from block where number = ${middle}`);
    expect((await faults())[0]).toMatchObject({ kind: 'BLOCK_MISSING', block: middle });
  });

  test('a chain forged whole, with a key of its own, is signed by nobody whom the settings name', async () => {
    const ours = world.mount.mounted.ports.sealing;
    await world.tamper('delete from block');
    const ports = world.mount.mounted.ports as { sealing: unknown };
    ports.sealing = sealingKeys({ seed: Buffer.alloc(32, 1), former: [] }, '');
    await world.seal();
    ports.sealing = ours;
    expect((await faults())[0]).toMatchObject({ kind: 'KEY_UNKNOWN', block: 1 });
  });

  test('an end that was cut off whole shows against an anchor that was kept elsewhere, and only there', async () => {
    const { head } = await verifyLedger(world.mount.scope(), 0, null);
    const anchor = { block: head!.number, hash: head!.hash.toString('hex') };
    expect(await verifyLedger(world.mount.scope(), 0, anchor)).toMatchObject({ faults: [], anchored: true });
    await world.tamper(`with cut as (delete from block where number = ${head!.number} returning *),
      gone as (delete from transfer t using cut where (t.xid, t.position) >= (first_xid, first_position) returning t.id)
      delete from entry using gone where transfer_id = gone.id`);
    expect(await verifyLedger(world.mount.scope(), 0, null)).toMatchObject({ faults: [] });
    expect(await verifyLedger(world.mount.scope(), 0, anchor)).toMatchObject({ anchored: false });
    expect(await verifyWholeLedger(world.mount.scope(), anchor, () => {})).toMatchObject({
      code: 1,
      text: expect.stringContaining('ANCHOR_MISSING'),
    });
  });
});

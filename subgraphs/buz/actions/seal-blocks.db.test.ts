import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { sealingKeys } from '../outside/sealing-keys.ts';
import { ledgerHead, verifyLedger } from '../reads/verify-ledger.ts';
import { ledgerWorld, type LedgerWorld } from '../testing/ledger-world.ts';
import { sealBlocks } from './seal-blocks.ts';

describe('sealing', () => {
  let world: LedgerWorld;
  let userId: string;
  beforeAll(async () => {
    world = await ledgerWorld();
    userId = await world.person(10n * BUZ);
  });
  afterAll(() => world.stop());

  const trySealing = () => sealBlocks(world.mount.scope());
  const verdict = () => verifyLedger(world.mount.scope(), 0, null);
  const sealed = async () => Number((await world.sql('select coalesce(sum(count), 0) as sealed from block'))[0].sealed);
  const written = async () => Number((await world.sql('select count(*) as written from transfer'))[0].written);

  test('everything written is sealed once, in a chain of signed blocks that verifies', async () => {
    await world.seal();
    await world.run(...Array.from({ length: 9 }, () => world.grant(userId, BUZ)));
    await world.seal();
    expect(await trySealing()).toBe(0);
    expect(await sealed()).toBe(await written());
    const { head } = await verdict();
    expect(head!.number).toBeGreaterThanOrEqual(2);
    expect(await verdict()).toMatchObject({ faults: [], firstBlock: 1, lastBlock: head!.number, resumeAfter: null });
  });

  test('several sealers at once make one chain', async () => {
    for (let round = 0; round < 5; round++) {
      await world.run(...Array.from({ length: 20 }, () => world.grant(userId, 1n)));
      await Promise.all(Array.from({ length: 4 }, trySealing));
    }
    await world.seal();
    expect(await sealed()).toBe(await written());
    expect((await verdict()).faults).toEqual([]);
  });

  test('a transaction that began early and commits late is not skipped: its transfers come in a later block', async () => {
    const late = new pg.Client({ connectionString: world.mount.superuserUrl, options: '-c search_path=buz' });
    await late.connect();
    await late.query('begin');
    const id = newId();
    await late.query(`insert into transfer (id, kind, type, amount, fee, occurred_at, canonical)
      values ('${id}', 'SINGLE', 'GRANT', 1, 0, '2026-01-05T09:00:00Z', 'written by hand')`);
    await world.run(world.grant(userId, 1n)); // a higher position and a higher transaction id, committed first
    const before = await ledgerHead(world.mount.scope());
    await trySealing();
    expect((await ledgerHead(world.mount.scope()))?.number).toBe(before?.number);
    await late.query('commit');
    await late.end();
    await world.seal();
    const [fault, ...more] = (await verdict()).faults;
    expect(fault).toMatchObject({ kind: 'TRANSFER_CHANGED', transferId: id }); // it has no entries, by hand as it is
    expect(more).toEqual([]);
    await world.tamper(`delete from block where number > ${before!.number}`);
    await world.tamper(`delete from transfer where id = '${id}'`);
    await world.seal();
    expect((await verdict()).faults).toEqual([]);
  });

  test('a block cannot be changed or removed by the role of the subgraph', async () => {
    await expect(world.sql('update block set count = 1')).rejects.toThrow(/permission denied|append-only/);
    await expect(world.sql('delete from block')).rejects.toThrow(/permission denied|append-only/);
    await expect(world.sql('truncate block')).rejects.toThrow(/permission denied|append-only/);
  });

  test('nothing is sealed onto a chain whose end another key signed, and that is told', async () => {
    await world.run(world.grant(userId, 1n));
    await world.tamper(`update block set key = repeat('A', 43) where number = (select max(number) from block)`);
    expect(await trySealing()).toBe(0);
    expect(world.mount.complaints.join()).toContain('BUZ_FORMER_SEALING_KEYS');
  });
});

test('after a change of the key the chain goes on and verifies while the settings name the former one, and not without', async () => {
  const world = await ledgerWorld();
  const scope = world.mount.scope();
  const userId = await world.person(BUZ);
  await world.seal();
  const { key } = scope.ports.sealing;
  const mutable = world.mount.mounted.ports as { sealing: unknown };
  mutable.sealing = sealingKeys({ seed: Buffer.alloc(32, 7), former: [key] }, '');
  await world.run(world.grant(userId, 1n));
  await world.seal();
  expect(await verifyLedger(world.mount.scope(), 0, null)).toMatchObject({ faults: [], resumeAfter: null });
  mutable.sealing = sealingKeys({ seed: Buffer.alloc(32, 7), former: [] }, '');
  expect((await verifyLedger(world.mount.scope(), 0, null)).faults).toMatchObject([{ kind: 'KEY_UNKNOWN', block: 1 }]);
  await world.stop();
});

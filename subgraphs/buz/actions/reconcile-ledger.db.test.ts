import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { ledgerWorld, type LedgerWorld } from '../testing/ledger-world.ts';
import { continueReconciliation, reconcileWhenDue } from './reconcile-ledger.ts';

const RUN = `id nightly outcome differences endedAt checks { name checked differences } findings { check subject expected found }`;

interface Run {
  id: string;
  outcome: string;
  nightly: boolean;
  differences: number;
  checks: { name: string; checked: number; differences: number }[];
  findings: { check: string; subject: string; expected: string; found: string }[];
}

describe('reconciliation', () => {
  let world: LedgerWorld;
  let ann: string;
  const admin = { userId: newId(), permissions: ['buz.admin'] };
  const TABLES = ['transfer', 'entry', 'account', 'block'];

  beforeAll(async () => {
    world = await ledgerWorld();
    ann = await world.person(100n * BUZ);
    const hold = (): string => newId();
    const [open, voided] = [hold(), hold()];
    const holding = { actorId: ann, type: 'PURCHASE' as const, kind: 'HOLD' as const, from: ann, expiresAt: null };
    await world.run({ ...holding, id: open, amount: 5n * BUZ }, { ...holding, id: voided, amount: 7n * BUZ });
    await world.run({ id: newId(), actorId: ann, type: 'PURCHASE', kind: 'VOID', pendingId: voided });
    await world.seal();
    await world.run(world.grant(ann, BUZ));
    await world.tamper('alter table entry drop constraint entry_pkey');
    for (const table of TABLES) await world.tamper(`create table backup_${table} as select * from ${table}`);
  });
  afterEach(async () => {
    for (const table of TABLES) {
      await world.tamper(`delete from ${table}`);
      await world.tamper(`insert into ${table} overriding system value select * from backup_${table}`);
    }
  });
  afterAll(() => world.stop());

  const ask = async <T>(query: string, caller: object = admin): Promise<T> => {
    const { data, errors } = await world.mount.graphql(query, {}, { nonce: newId(), ...caller });
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data!)[0] as T;
  };
  const listed = async (): Promise<Run[]> =>
    (await ask<{ edges: { node: Run }[] }>(`{ reconciliations(first: 100) { edges { node { ${RUN} } } } }`)).edges.map(({ node }) => node); // prettier-ignore
  const start = async (): Promise<Run> =>
    (await ask<{ reconciliation: Run }>(`mutation { reconcileLedger { ... on ReconciliationStarted { reconciliation { ${RUN} } } } }`)).reconciliation; // prettier-ignore
  const reconcile = async (): Promise<Run> => {
    const { id } = await start();
    await continueReconciliation(world.mount.scope(), id);
    return (await listed()).find((run) => run.id === id)!;
  };
  const told = async () =>
    Number((await world.sql(`select count(*) as told from outbox where type = 'buz.reconciliation_differed'`))[0].told);

  test('finds nothing in a ledger that was left alone, has looked at all of it, and tells nobody', async () => {
    const run = await reconcile();
    expect(run).toMatchObject({ outcome: 'CLEAN', differences: 0, findings: [] });
    const [counts] =
      await world.sql(`select (select count(*)::int from entry) as entries, (select count(*)::int from account) as accounts,
      (select sum(count)::int from block) as sealed, (select count(*)::int from account where kind = 'HELD') as held`);
    const checked = Object.fromEntries(run.checks.map(({ name, checked: n }) => [name, n]));
    expect(checked).toEqual({ ENTRIES: counts.entries, ACCOUNTS: counts.accounts, HOLDS: counts.held, CAP: counts.accounts, BLOCKS: counts.sealed, UNSEALED: 1 }); // prettier-ignore
    expect(await told()).toBe(0);
    expect(world.mount.complaints).toEqual([]);
  });

  test.each([
    [
      'a balance',
      ['ACCOUNTS', 'CAP'],
      (w: string) => `update account set balance = balance + 1 where address = '${w}'`,
    ],
    ['what was sent', ['ACCOUNTS'], (w: string) => `update account set sent = sent + 1 where address = '${w}'`],
    ['a version', ['ACCOUNTS'], (w: string) => `update account set version = version + 1 where address = '${w}'`],
    ['an owner', ['ACCOUNTS'], (w: string) => `update account set owner_id = gen_random_uuid() where address = '${w}'`],
    [
      'an account that is gone',
      ['CAP', 'ENTRIES', 'BLOCKS', 'UNSEALED'],
      (w: string) => `with gone as (delete from account where address = '${w}' returning id)
        delete from entry using gone where account_id = gone.id and version > 1`,
    ],
    [
      'the last entry of an account',
      ['ACCOUNTS', 'UNSEALED'],
      (w: string) =>
        `delete from entry e using account a where a.id = e.account_id and a.version = e.version and address = '${w}'`,
    ],
    [
      'an entry in the middle',
      ['ENTRIES', 'BLOCKS'],
      (w: string) =>
        `delete from entry e using account a where a.id = e.account_id and e.version = 2 and address = '${w}'`,
    ],
    [
      'a leg and its balances from there on',
      ['ENTRIES', 'BLOCKS'],
      (w: string) =>
        `update entry set amount = amount + 1 from account a where a.id = account_id and entry.version = 2 and address = '${w}'`,
    ],
    [
      'an entry of no transfer',
      ['ENTRIES', 'ACCOUNTS'],
      (
        w: string,
      ) => `insert into entry select account_id, e.version + 1, gen_random_uuid(), 1, balance_after + 1, sent_after, at
        from entry e join account a on a.id = e.account_id and a.version = e.version and address = '${w}'`,
    ],
    ['a hold', ['HOLDS', 'BLOCKS'], () => `update transfer set kind = 'SINGLE' where kind = 'PENDING'`],
    ['a block', ['BLOCKS'], () => `update block set sealed_at = sealed_at + interval '1 second' where number = 1`],
    [
      'sealing that has stopped',
      ['UNSEALED', 'BLOCKS'],
      () =>
        `with gone as (delete from block returning 1) update transfer set recorded_at = recorded_at - interval '2 hours'`,
    ],
  ] as const)('finds %s, says where, logs it as an error and tells it', async (_, checks, act) => {
    const before = await told();
    world.mount.complaints.length = 0;
    await world.tamper(act(`wallet/${ann}`));
    const run = await reconcile();
    const differing = run.checks.filter(({ differences }) => differences > 0).map(({ name }) => name);
    expect(checks).toEqual(expect.arrayContaining(differing));
    expect(differing).toContain(checks[0]);
    expect(run.outcome).toBe('DIFFERS');
    expect(run.findings.length).toBe(Math.min(run.differences, 100));
    expect(run.findings.every(({ subject, expected, found }) => subject && expected !== found)).toBe(true);
    expect(world.mount.complaints.join()).toContain(run.id);
    expect(await told()).toBe(before + 1);
  });

  test('asked twice at once it runs once; two workers do no step twice', async () => {
    const runs = await Promise.all([start(), start(), start()]);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
    const { id } = runs[0]!;
    await Promise.all(Array.from({ length: 3 }, () => continueReconciliation(world.mount.scope(), id)));
    const run = (await listed()).find((one) => one.id === id)!;
    const [{ entries }] = await world.sql('select count(*)::int as entries from entry');
    expect(run.checks.find(({ name }) => name === 'ENTRIES')!.checked).toBe(entries);
    expect(run.outcome).toBe('CLEAN');
  });

  test('the night has one run, from three o’clock on, whoever looks and however often', async () => {
    const nights = async () => (await listed()).filter(({ nightly }) => nightly).length;
    world.mount.clock.set('2026-02-01T02:59:00Z');
    await reconcileWhenDue(world.mount.scope());
    expect(await nights()).toBe(0);
    world.mount.clock.set('2026-02-01T03:00:00Z');
    await Promise.all([1, 2, 3].map(() => reconcileWhenDue(world.mount.scope())));
    expect(await nights()).toBe(1);
    world.mount.clock.set('2026-02-03T12:00:00Z');
    await reconcileWhenDue(world.mount.scope());
    expect(await nights()).toBe(2);
  });

  test('only who administers the money may look', async () => {
    await expect(ask('{ reconciliations { edges { cursor } } }', { userId: newId() })).rejects.toThrow(/FORBIDDEN/);
    await expect(ask('{ verifyLedger { intact } }', { userId: newId() })).rejects.toThrow(/FORBIDDEN/);
    expect(await ask('{ verifyLedger { intact faults head { number } } }')).toMatchObject({ intact: true, faults: 0 });
  });
});

test('a long account is walked in steps, without losing its thread between two', async () => {
  const world = await ledgerWorld();
  const { checkEntries } = await import('../storage/checks.store.ts');
  const userId = await world.person(1n);
  await world.tamper(`insert into entry select a.id, n, '${newId()}', 1, n, 0, a.last_at
    from account a, generate_series(2, 45000) n where a.address = 'wallet/${userId}'`);
  await world.tamper(`insert into transfer (id, kind, type, amount, fee, occurred_at, canonical)
    select distinct transfer_id, 'SINGLE', 'GRANT', 1, 0, now(), '' from entry where not exists (select from transfer t where t.id = transfer_id)`);
  const scope = world.mount.scope();
  let [checked, steps] = [0, 0];
  for (let cursor: readonly string[] | null = null; ; steps++) {
    const slice = await scope.transact((tx) => checkEntries(tx.sql, cursor));
    expect(slice.findings).toEqual([]);
    checked += slice.checked;
    if (!slice.next) break;
    cursor = slice.next;
  }
  expect(steps).toBe(2);
  expect(checked).toBe(Number((await world.sql('select count(*) as n from entry'))[0].n));
  await world.stop();
});

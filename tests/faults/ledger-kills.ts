import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BUZ } from '#kernel/buz';
import { clockAt } from '#kernel/clock';
import { newId } from '#kernel/id';
import { mountSubgraph, type Mounted } from '#chassis/mount/mount';
import { bootstrapDatabase } from '#chassis/storage/bootstrap';
import { callerOf } from '#chassis/testing/mounted';
import { freePort } from '../free-port.ts';
import { launchPostgres, type PostgresServer } from '#platform/postgres/launch';
import { sealBlocks } from '#subgraphs/buz/actions/seal-blocks';
import type { BuzPorts } from '#subgraphs/buz/outside/ports';
import { verifyLedger } from '#subgraphs/buz/reads/verify-ledger';
import { buzSubgraph } from '#subgraphs/buz/subgraph';
import { wrongsOf } from '#subgraphs/buz/testing/invariants';
import { seeded } from '#subgraphs/buz/testing/lanes';
import { manyRich } from '#subgraphs/buz/testing/money';
import { query } from './ground-process.ts';
import { LedgerReplica } from './ledger-replica.ts';
import { familyOf } from './product-process.ts';

const WRITERS = 16;
const PEOPLE = 40;
const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

interface Sent {
  readonly request: { readonly from: string; readonly to: string; readonly amount: string; readonly key: string };
  /** Every transfer that was ever named in an answer to it. */
  readonly named: Set<string>;
  /** The last word: a transfer, a refusal, or nothing. */
  word: string | undefined;
}

export interface Outcome {
  readonly acknowledged: number;
  /** Requests whose answer was lost in a kill, and how many of them had been settled. */
  readonly inDoubt: number;
  readonly inDoubtSettled: number;
  /** Acknowledged transfers that are not there; keys with two; told "nothing was moved" although it was; whatever else was answered. */
  readonly faults: readonly string[];
}

/** Kills the database, the process of the lane, or both, under 16 writers, `rounds` times; after each, everything in doubt is sent again twice. */
export async function killLedger(rounds: number, seed: number): Promise<Outcome> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-'));
  fs.chmodSync(folder, 0o755);
  const port = await freePort();
  const launch = (): Promise<PostgresServer> =>
    launchPostgres({ dataFolder: folder, password: 'of-this-test-only', port });
  let server = await launch();
  const { urlOf } = await bootstrapDatabase({
    adminUrl: server.superuserUrl,
    names: ['buz'],
    passwordOf: () => 'of-this-test-only-too',
  });
  let replica: LedgerReplica | undefined;
  const random = seeded(seed);
  const all: Sent[] = [];
  const faults: string[] = [];
  const doubts = { inDoubt: 0, inDoubtSettled: 0 };
  try {
    const people = await visit(urlOf('buz'), (mounted) =>
      manyRich({ mounted, scope: (caller) => mounted.scopeFor(callerOf(caller)) }, PEOPLE, 100n * BUZ),
    );
    for (let round = 0; round < rounds; round++) {
      replica ??= new LedgerReplica(urlOf('buz'));
      const stop = { now: false };
      const writing = Promise.all(
        Array.from({ length: WRITERS }, () => writeUntil(stop, replica!, () => requestOf(people, random), all)),
      );
      await pause(300 + random(400));
      const [database, program] = [round % 3 !== 1, round % 3 !== 0];
      if (database) {
        killAll(server.pid);
        await server.lost;
      }
      if (program) {
        await replica.kill();
        replica = undefined;
      }
      stop.now = true;
      await writing;
      if (database) server = await launch();
      replica ??= new LedgerReplica(urlOf('buz'));
      const doubtful = all.filter(({ word }) => word === undefined || word === 'BuzOutcomeUnknown');
      const busy = all.filter(({ word }) => word === 'BuzLedgerBusy');
      const settled = await settledKeys(urlOf('buz'));
      doubts.inDoubt += doubtful.length;
      doubts.inDoubtSettled += doubtful.filter(({ request }) => settled.has(request.key)).length;
      for (const { request } of busy)
        if (settled.has(request.key)) faults.push(`told that nothing moved: ${request.key}`);
      await Promise.all([...doubtful, ...busy].flatMap((sent) => [1, 2].map(() => ask(replica!, sent))));
      faults.push(...(await wrongsAfter(urlOf('buz'), all)));
    }
    return { acknowledged: all.filter(({ named }) => named.size > 0).length, ...doubts, faults };
  } finally {
    await replica?.kill();
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function writeUntil(
  stop: { readonly now: boolean },
  replica: LedgerReplica,
  next: () => Sent['request'],
  all: Sent[],
): Promise<void> {
  while (!stop.now) {
    const sent: Sent = { request: next(), named: new Set(), word: undefined };
    all.push(sent);
    await ask(replica, sent);
    if (sent.word === undefined) return; // the program is dead
    if (sent.word === 'BuzLedgerBusy') await pause(50); // as it asks for, shortened
  }
}

async function ask(replica: LedgerReplica, sent: Sent): Promise<void> {
  const answer = await replica.ask(sent.request);
  if (answer?.transferId !== undefined) sent.named.add(answer.transferId);
  sent.word = answer?.transferId ?? answer?.refused;
}

function requestOf(people: readonly string[], random: (below: number) => number): Sent['request'] {
  const at = random(PEOPLE);
  const to = people[(at + 1 + random(PEOPLE - 1)) % PEOPLE]!;
  return { from: people[at]!, to, amount: String(BUZ + BigInt(random(9_000_000))), key: newId() };
}

/** The postmaster and every backend at once, as when the machine loses its power. */
function killAll(postmaster: number): void {
  for (const pid of familyOf(postmaster)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it has ended by itself meanwhile
    }
  }
}

async function settledKeys(url: string): Promise<Set<string>> {
  const rows = await query(url, "select idempotency_key as key from transfer where type = 'TRANSFER'");
  return new Set(rows.map(({ key }) => key as string));
}

/** Everything that can be wrong after a round: with what was answered, in the tables, and in the chain of blocks. */
async function wrongsAfter(url: string, all: readonly Sent[]): Promise<string[]> {
  return visit(url, async (mounted) => {
    const pool = mounted.database.roadPool;
    const { rows } = await pool.query<{ id: string; key: string }>(
      "select id, idempotency_key as key from transfer where type = 'TRANSFER'",
    );
    const kept = new Map(rows.map(({ id, key }) => [key, id]));
    const wrong = await wrongsOf(pool);
    if (kept.size !== rows.length) wrong.push('a key has two transfers');
    for (const { request, named, word } of all) {
      const transfer = kept.get(request.key);
      kept.delete(request.key);
      for (const id of named) if (id !== transfer) wrong.push(`acknowledged ${id}, kept ${transfer}`);
      if (transfer !== undefined && named.size === 0) wrong.push(`settled ${transfer}, answered ${word}`);
      if (transfer === undefined && word !== 'InsufficientBuz') wrong.push(`not settled, answered ${word}`);
    }
    for (const id of kept.values()) wrong.push(`nobody asked for ${id}`);
    const scope = mounted.scopeFor(callerOf());
    await sealBlocks(scope);
    const { faults, lastBlock } = await verifyLedger(scope, 0, null);
    wrong.push(...faults.map(({ kind, block }) => `chain: ${kind} in block ${block}`));
    if (lastBlock === null) wrong.push('nothing was sealed');
    return wrong;
  });
}

async function visit<T>(databaseUrl: string, work: (mounted: Mounted<BuzPorts>) => Promise<T>): Promise<T> {
  const mounted = await mountSubgraph(buzSubgraph(), {
    databaseUrl,
    secret: 'the same in every round',
    clock: clockAt('2026-01-05T09:00:00Z'),
    log: quiet,
    bus: { deliver: async () => {}, subscribe: async () => {} },
  });
  try {
    return await work(mounted);
  } finally {
    await mounted.stop();
  }
}

import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { startProduct } from './faults/product-process.ts';
import { freePort } from './free-port.ts';

/** Written by the product where PostgreSQL may not enter its data folder (platform/postgres/home.ts). */
const POINTER = 'postgres.path';

/** What a data folder of a test need not survive is the machine. Processes die in tests, and what they wrote stays with the system. */
const UNSYNCED = 'fsync = off\nfull_page_writes = off\n';

/**
 * Makes the data folder of a product that has started once: cluster, roles, migrations and the demo story. It is made as an operator makes
 * it, by starting the built product on an empty folder; that this works by itself is what tests/faults/product.db.test.ts shows.
 */
export async function prepareData(folder: string): Promise<void> {
  const product = startProduct('together', await freePort(), folder);
  await product.ready().catch(async (error: unknown) => {
    product.child.kill('SIGTERM');
    await product.ended;
    throw error;
  });
  product.child.kill('SIGTERM');
  const how = await product.ended;
  if (how !== 0) throw new Error(`the product that prepares the data of tests ended (${how}):\n${product.said()}`);
  fs.appendFileSync(path.join(postgresOf(folder), 'data/postgresql.conf'), UNSYNCED);
}

/** Fills `folder` with a copy of what the first test of the run had prepared: a product starts on it without building everything anew. */
export async function copyPreparedData(door: string, folder: string): Promise<void> {
  const answer = await fetch(`${door}/data`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`No prepared data for tests: ${text}`);
  copy(text, folder);
  if (!fs.existsSync(path.join(folder, POINTER))) return;
  const home = `${postgresOf(text)}-${randomBytes(4).toString('hex')}`;
  copy(postgresOf(text), home);
  fs.writeFileSync(path.join(folder, POINTER), `${home}\n`, { mode: 0o600 });
}

/** Removes a data folder with the database that may lie outside of it. */
export function removeData(folder: string): void {
  fs.rmSync(postgresOf(folder), { recursive: true, force: true });
  fs.rmSync(folder, { recursive: true, force: true });
}

function postgresOf(folder: string): string {
  const pointer = path.join(folder, POINTER);
  return fs.existsSync(pointer) ? fs.readFileSync(pointer, 'utf8').trim() : path.join(folder, 'postgres');
}

/** With owners and modes, which PostgreSQL insists on. */
function copy(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true });
  const { status, stderr } = spawnSync('cp', ['-Rp', `${from}/.`, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the prepared data cannot be copied: ${stderr}`);
}

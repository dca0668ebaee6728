import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bootstrapDatabase } from '#chassis/storage/bootstrap';
import type { Log } from '#chassis/log/log';
import { mountSubgraph, type Mounted } from '#chassis/mount/mount';
import { gamificationSubgraph } from '#subgraphs/gamification/subgraph';
import { launchPostgres } from '#platform/postgres/launch';

/** The game as it runs in the product, on a PostgreSQL of its own with the product's settings: every commit is durable. */
export interface Ground {
  readonly mounted: Mounted;
  /** The game's own role, limits included. */
  readonly url: string;
  readonly superuserUrl: string;
  stop(): Promise<void>;
}

const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };

export async function startGround(): Promise<Ground> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  fs.chmodSync(folder, 0o755); // as root, PostgreSQL runs as another user
  const server = await launchPostgres({ dataFolder: folder, password: randomBytes(16).toString('hex') });
  const passwords = new Map<string, string>();
  const { urlOf } = await bootstrapDatabase({
    adminUrl: server.superuserUrl,
    names: ['gamification'],
    passwordOf(name) {
      const password = passwords.get(name) ?? randomBytes(16).toString('hex');
      passwords.set(name, password);
      return password;
    },
  });
  const url = urlOf('gamification');
  const mounted = await mountSubgraph(gamificationSubgraph(), {
    databaseUrl: url,
    secret: 'a secret of the bench',
    clock: { now: () => new Date() },
    log: SILENT,
    bus: { deliver: async () => {}, subscribe: async () => {} },
  });
  return {
    mounted,
    url,
    superuserUrl: server.superuserUrl,
    async stop() {
      await mounted.stop();
      await server.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The value below which a share of all values lies: `quantile(times, 0.95)`. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}

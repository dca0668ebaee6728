import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { deriveKey, FIRST_SEAL_KEY, isSealKeyId } from '#chassis/identity/seal';
import { postgresUrl, secret } from '#chassis/settings/fields';
import { readSettings } from '#chassis/settings/settings';
import { bootstrapDatabase } from '#chassis/storage/bootstrap';
import { portsOf } from './addresses.ts';
import { gatewayEnvironment, subgraphEnvironment, type Deployment } from './derived-environment.ts';
import { reportFault } from './report-fault.ts';
import { subgraphNames } from './subgraph-modules.ts';

const variables = z.object({
  DATABASE_URL: postgresUrl().describe('an account that may make roles'),
  DATABASE_PASSWORD: z.string().min(1).optional().describe('its password, when the URL has none'),
  MASTER_SECRET: secret().describe('what every key is derived from'),
  SEAL_KEY_IDS: z
    .string()
    .default(FIRST_SEAL_KEY)
    .transform((text) => text.split(','))
    .refine((ids) => ids.every(isSealKeyId), 'ids such as k1,k2 are expected')
    .describe('the seal keys that subgraphs accept, separated by commas: two while one is replaced'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).describe('where people reach the product'),
  ROLES_DIR: z.string().default('/roles').describe('where each process finds the folder of its own secrets'),
});

/** What a process is told as a file and not in its environment, where everybody who may list processes could read it. */
const IN_FILES =
  /_DATABASE_URL$|_KEY_ENCRYPTION_KEY$|_FILE_KEY$|^(SUBGRAPH_SECRET|SEAL_KEYS|PEERS|ROAD_KEYS|SUBGRAPHS)$/;

/**
 * Prepares a deployment of many processes, once and again without harm: a role and schemas for each subgraph, and ROLES_DIR/<name>/ with
 * exactly what that process may know, one file per variable. The host of a subgraph is its name, its port the one of rover.yaml.
 */
async function prepare(): Promise<void> {
  const given = readSettings(variables);
  const adminUrl = new URL(given.DATABASE_URL);
  if (given.DATABASE_PASSWORD) adminUrl.password = encodeURIComponent(given.DATABASE_PASSWORD);
  const names = subgraphNames();
  const ports = portsOf(names);
  const database = await bootstrapDatabase({
    adminUrl: adminUrl.toString(),
    names: [...names, 'gateway'],
    passwordOf: (name) => deriveKey(given.MASTER_SECRET, `postgres role ${name}`).toString('hex'),
  });
  const deployment: Deployment = {
    masterSecret: given.MASTER_SECRET,
    names,
    sealKeyIds: given.SEAL_KEY_IDS,
    dataDir: '/data',
    publicUrl: given.PUBLIC_URL,
    clock: 'wall',
    nodeEnv: 'production',
    databaseUrlOf: (name) => database.urlOf(name),
    addressOf: (name) => `http://${name}:${ports.get(name)}`,
  };
  for (const name of names) writeRole(path.join(given.ROLES_DIR, name), subgraphEnvironment(deployment, name));
  writeRole(path.join(given.ROLES_DIR, 'gateway'), gatewayEnvironment(deployment));
  process.stdout.write(`prepared ${[...names, 'gateway'].join(', ')}\n`);
}

function writeRole(folder: string, environment: Readonly<Record<string, string>>): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, value] of Object.entries(environment)) {
    if (IN_FILES.test(name)) fs.writeFileSync(path.join(folder, name), value, { mode: 0o600 });
  }
}

await prepare().catch((fault: unknown) => reportFault(fault));

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { runEventsCommand } from '#chassis/events/command';
import { PlainFault } from './plain-fault.ts';
import { homeOf } from './postgres/home.ts';
import { serverUser } from './postgres/server-user.ts';
import { reportFault } from './report-fault.ts';
import { openSecrets } from './secrets.ts';
import { platformSettings, type PlatformSettings } from './settings.ts';
import { subgraphNames } from './subgraph-modules.ts';

/** `npm run events`: an operator at the event road of this machine's platform, while it runs. */
async function operate(args: readonly string[]): Promise<void> {
  const settings = platformSettings();
  const pools: pg.Pool[] = [];
  try {
    const poolOf = (subgraph: string): pg.Pool => {
      const pool = new pg.Pool({ connectionString: roleUrl(settings, subgraph), max: 1 });
      pools.push(pool);
      return pool;
    };
    const { code, text } = await runEventsCommand(args, { poolOf, operator: os.userInfo().username });
    process.stdout.write(text);
    process.exitCode = code;
  } catch (error) {
    reportFault(error);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}

function roleUrl(settings: PlatformSettings, subgraph: string): string {
  const names = subgraphNames();
  if (!names.includes(subgraph)) throw new PlainFault(`There is no subgraph ${subgraph}: ${names.join(', ')}.`);
  if (!fs.existsSync(path.join(settings.dataFolder, 'secrets.json')) && !settings.masterSecret) {
    throw new PlainFault(`${settings.dataFolder} is not the data folder of a platform that was started: see DATA_DIR.`);
  }
  const url = new URL(settings.databaseUrl ?? `postgres://127.0.0.1:${embeddedPort(settings)}/venture`);
  url.username = `${subgraph}_role`;
  url.password = openSecrets(settings.dataFolder, settings.masterSecret)
    .derive(`postgres role ${subgraph}`)
    .toString('hex');
  return url.toString();
}

/** PostgreSQL writes its port into the fourth line of postmaster.pid. */
function embeddedPort(settings: PlatformSettings): string {
  const { data } = homeOf(settings.dataFolder, serverUser(), settings.postgresFolder);
  const file = path.join(data, 'postmaster.pid');
  const port = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n')[3] : undefined;
  if (!port) throw new PlainFault('The platform does not run: its PostgreSQL is not up. Start it first.');
  return port;
}

await operate(process.argv.slice(2));

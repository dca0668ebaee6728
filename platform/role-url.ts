import fs from 'node:fs';
import path from 'node:path';
import { PlainFault } from './plain-fault.ts';
import { homeOf } from './postgres/home.ts';
import { serverUser } from './postgres/server-user.ts';
import { openSecrets } from './secrets.ts';
import type { PlatformSettings } from './settings.ts';
import { subgraphNames } from './subgraph-modules.ts';

/** Signs in as the role of one subgraph, or of the gateway, at the database of a platform that runs. @throws PlainFault */
export function roleUrl(settings: PlatformSettings, subgraph: string): string {
  const names = subgraphNames();
  if (subgraph !== 'gateway' && !names.includes(subgraph))
    throw new PlainFault(`There is no subgraph ${subgraph}: ${names.join(', ')}.`);
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

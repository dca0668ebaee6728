import path from 'node:path';
import pg from 'pg';
import type { Clock } from '#kernel/clock';
import { createGracefulStop, type GracefulStop } from '#chassis/http/graceful-stop';
import type { Log } from '#chassis/log/log';
import { createLogger } from '#chassis/log/logger';
import { bootstrapDatabase } from '#chassis/storage/bootstrap';
import { movableClock, wallClock, type MovableClock } from '#chassis/time/clocks';
import { openDataFolder } from './data-folder.ts';
import { PlainFault } from './plain-fault.ts';
import { checkPort } from './port-check.ts';
import { launchPostgres } from './postgres/launch.ts';
import { progress } from './progress.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import { reportFault } from './report-fault.ts';
import { platformSettings, type PlatformSettings } from './settings.ts';

const DATABASE = 'venture';

/** What both topologies of one machine stand on: a data folder of our own, secrets, a prepared database, a clock, an orderly end. */
export interface OpenGround {
  readonly settings: PlatformSettings;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly stop: GracefulStop;
  readonly clock: Clock;
  /** Only with CLOCK=movable. */
  readonly movable?: MovableClock;
  /** Signs in as the role of one subgraph (or of the gateway). */
  databaseUrlOf(name: string): string;
}

/**
 * Opens all of it in an order in which a fault costs least: folder, port, secrets, PostgreSQL, roles and schemas.
 * @throws PlainFault, BootstrapRefused
 */
export async function openGround(
  settings: PlatformSettings,
  names: readonly string[],
  alsoPorts: readonly number[] = [],
): Promise<OpenGround> {
  const log = createLogger({ name: 'platform', level: settings.logLevel, form: settings.production ? 'json' : 'text' });
  const stop = createGracefulStop({ log, tell: progress });
  const folder = await openDataFolder(settings.dataFolder, progress);
  stop.opened('data folder', () => folder.release());
  try {
    await checkPort(settings.port, settings.host);
    for (const port of alsoPorts) await checkPort(port, '127.0.0.1');
    const secrets = openSecrets(settings.dataFolder, settings.masterSecret);
    stop.listen();
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => folder.leave());
    const adminUrl = settings.databaseUrl ?? (await embedded(settings, secrets, stop, log));
    progress('preparing roles and schemas');
    const database = await bootstrapDatabase({
      adminUrl,
      names,
      passwordOf: (name) => secrets.derive(`postgres role ${name}`).toString('hex'),
    }).catch((error: unknown) => {
      throw inPlainWords(error, settings);
    });
    const movable =
      settings.clock === 'movable' ? movableClock(path.join(settings.dataFolder, 'clock.json')) : undefined;
    return {
      settings,
      secrets,
      log,
      stop,
      clock: movable ?? wallClock,
      ...(movable && { movable }),
      databaseUrlOf: (name) => database.urlOf(name),
    };
  } catch (error) {
    await stop.close();
    throw error;
  }
}

/** Opens the ground and works on it; a fault on the way is told once and closes what is open. Settings are read here, all at once. */
export async function onGround(
  names: readonly string[],
  alsoPorts: (settings: PlatformSettings) => readonly number[],
  work: (ground: OpenGround) => Promise<void>,
  read: () => PlatformSettings | Promise<PlatformSettings> = platformSettings,
): Promise<void> {
  let ground: OpenGround | undefined;
  try {
    const settings = await read();
    ground = await openGround(settings, names, alsoPorts(settings));
    await work(ground);
  } catch (error) {
    if (ground?.stop.stopping) return; // the fault is what the stop did to the start
    reportFault(error);
    await ground?.stop.stop('it could not start', 1);
  }
}

async function embedded(settings: PlatformSettings, secrets: Secrets, stop: GracefulStop, log: Log): Promise<string> {
  progress('starting PostgreSQL');
  const server = await launchPostgres({
    dataFolder: settings.dataFolder,
    password: secrets.postgres,
    say: progress,
    // the gateway and the subgraphs' own processes listen there, later
    isTaken: (port) => port >= settings.port && port < settings.port + 20,
    ...(settings.postgresFolder && { outside: settings.postgresFolder }),
  });
  stop.opened('PostgreSQL', () => server.stop());
  void server.lost.then((words) => {
    log.error({}, words);
    return stop.stop('PostgreSQL ended', 1);
  });
  progress(`PostgreSQL is up (process ${server.pid}, port ${server.port}, ${server.data})`);
  await makeDatabase(server.superuserUrl, settings);
  const url = new URL(server.superuserUrl);
  url.pathname = `/${DATABASE}`;
  return url.toString();
}

async function makeDatabase(superuserUrl: string, settings: PlatformSettings): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  try {
    await client.connect();
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    throw inPlainWords(error, settings);
  } finally {
    await client.end();
  }
}

function inPlainWords(error: unknown, settings: PlatformSettings): unknown {
  const { code } = error as { code?: string };
  if (settings.databaseUrl) {
    const host = new URL(settings.databaseUrl).host;
    if (code === '28P01' || code === '28000')
      return new PlainFault(`PostgreSQL at ${host} refuses the account or password of DATABASE_URL.`);
    if (code === '3D000')
      return new PlainFault(`PostgreSQL at ${host} has no database of the name in DATABASE_URL: create it first.`);
    if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'].includes(code ?? '')) {
      return new PlainFault(
        `There is no PostgreSQL at ${host} (${code}): see DATABASE_URL, or leave it out to use the embedded one.`,
      );
    }
  } else if (code === '28P01') {
    return new PlainFault(
      `The database of ${settings.dataFolder} was made with other secrets than the secrets.json that is there now. Bring the original back, or begin anew with another DATA_DIR.`,
    );
  }
  return error;
}

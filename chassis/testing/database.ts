import { createHash, createHmac, randomBytes } from 'node:crypto';
import pg from 'pg';
import { bootstrapDatabase } from '../storage/bootstrap.ts';
import { testPostgresDoor } from './settings.ts';

/** A database of one test file: a clone of a bootstrapped template. */
export interface TestDatabase {
  urlOf(subgraph: string): string;
  readonly superuserUrl: string;
  /** Ends every connection and removes it. */
  drop(): Promise<void>;
}

export interface TemplateOptions {
  /** Distinguishes templates of the same names, for instance by what `prepare` migrates. */
  readonly variant?: string;
  /** Runs once per template and test run (migrations, for instance); every clone has what it wrote. It closes its connections. */
  prepare?(database: Omit<TestDatabase, 'drop'>): Promise<void>;
}

/** Many tests at once on a small machine: who waits for a lock here waits for the machine, not for a fault. */
const PATIENCE = [
  ['lock_timeout', '15s'],
  ['statement_timeout', '30s'],
  ['idle_in_transaction_session_timeout', '60s'],
] as const;

/** A fresh database with the roles and schemas of `names`, in some tens of milliseconds. Fails when there is no PostgreSQL. */
export async function testDatabase(names: readonly string[], options: TemplateOptions = {}): Promise<TestDatabase> {
  const serverUrl = await superuserUrl();
  const template = await templateFor(serverUrl, names, options);
  const clone = `test_${randomBytes(8).toString('hex')}`;
  await asSuperuser(serverUrl, async (client) => {
    await client.query(`create database ${clone} template ${template} strategy file_copy`);
    for (const name of names) {
      for (const [limit, value] of PATIENCE)
        await client.query(`alter role "${name}_role" in database ${clone} set ${limit} = '${value}'`);
    }
  });
  return {
    ...accessTo(serverUrl, clone),
    drop: () =>
      asSuperuser(serverUrl, (client) => client.query(`drop database if exists ${clone} with (force)`)).then(() => {}),
  };
}

/** The first call of a run starts PostgreSQL (about a second). */
async function superuserUrl(): Promise<string> {
  const answer = await fetch(testPostgresDoor());
  const text = await answer.text();
  if (!answer.ok) throw new Error(`No PostgreSQL for tests: ${text}`);
  return text;
}

async function templateFor(serverUrl: string, names: readonly string[], options: TemplateOptions): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify([[...names].sort(), options.variant ?? '']));
  const template = `template_${key.digest('hex').slice(0, 16)}`;
  await asSuperuser(serverUrl, async (client) => {
    const ready = async (): Promise<boolean> => {
      const found = await client.query('select from pg_database where datname = $1 and datistemplate', [template]);
      return found.rowCount === 1;
    };
    if (await ready()) return;
    // Roles belong to the whole server, so templates are made one after the other.
    await client.query("select pg_advisory_lock(hashtext('test template'))");
    if (await ready()) return;
    await client.query(`drop database if exists ${template} with (force)`);
    await client.query(`create database ${template}`);
    const access = accessTo(serverUrl, template);
    await bootstrapDatabase({
      adminUrl: access.superuserUrl,
      names,
      passwordOf: (name) => passwordOf(serverUrl, name),
    });
    await options.prepare?.(access);
    await client.query(`alter database ${template} with is_template true allow_connections false`);
  });
  return template;
}

function accessTo(serverUrl: string, database: string): Omit<TestDatabase, 'drop'> {
  const urlFor = (user?: string, password?: string): string => {
    const url = new URL(serverUrl);
    url.pathname = `/${database}`;
    if (user) url.username = user;
    if (password) url.password = password;
    return url.toString();
  };
  return { superuserUrl: urlFor(), urlOf: (name) => urlFor(`${name}_role`, passwordOf(serverUrl, name)) };
}

/** One password per role and run, which every worker can work out. */
function passwordOf(serverUrl: string, name: string): string {
  return createHmac('sha256', new URL(serverUrl).password).update(name).digest('hex');
}

async function asSuperuser<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

import pg from 'pg';
import { scramVerifier } from './scram.ts';

export const EXTENSIONS = ['pg_trgm', 'citext', 'unaccent', 'pgcrypto', 'btree_gist', 'ltree'] as const;

/** The request path; a job opens its connection with limits of its own (`options=-c statement_timeout=...`). */
const ROLE_SETTINGS = {
  statement_timeout: '3s',
  lock_timeout: '1s',
  idle_in_transaction_session_timeout: '5s',
  timezone: 'UTC',
} as const;

export interface BootstrapOptions {
  /** A superuser, or an owner of the database with CREATEROLE. */
  readonly adminUrl: string;
  /** Subgraphs (and `gateway`): each gets the role `<name>_role` and the schemas `<name>` and `<name>_jobs`. */
  readonly names: readonly string[];
  /** The same answer for the same name, always. At least 128 random bits: its verifier may be printed. */
  passwordOf(name: string): string;
}

export interface BootstrappedDatabase {
  /** The connection string of one subgraph's own role. */
  urlOf(name: string): string;
}

/** The account may not make roles or extensions, and they are not there: `sql` is what somebody who may has to run once. */
export class BootstrapRefused extends Error {
  override readonly name = 'BootstrapRefused';
  readonly sql: string;
  constructor(account: string, why: string, sql: string) {
    super(
      `The account "${account}" of DATABASE_URL cannot prepare the database (${why}). Let an administrator run this in that database once (it holds no passwords, only verifiers), then start again:\n\n${sql}\n`,
    );
    this.sql = sql;
  }
}

/**
 * Makes roles, schemas, extensions and limits, or finds them made: idempotent, and safe when several processes start at once. It is
 * the only code that sees an administrator's account; migrations run as the subgraph's role.
 */
export async function bootstrapDatabase(options: BootstrapOptions): Promise<BootstrappedDatabase> {
  const database: BootstrappedDatabase = { urlOf: (name) => roleUrl(options.adminUrl, name, options.passwordOf(name)) };
  const client = new pg.Client({ connectionString: options.adminUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const account = (
      await client.query<{ user: string; database: string }>(
        'select current_user as user, current_database() as database',
      )
    ).rows[0]!;
    await client.query("select pg_advisory_lock(hashtext('bootstrap'))");
    try {
      await client.query('begin');
      for (const statement of bootstrapSql(options, account.database)) await client.query(statement);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      if ((error as { code?: string }).code !== '42501') throw error; // insufficient_privilege
      if (!(await everyRoleWorks(options, database))) {
        const sql = bootstrapSql(options, account.database)
          .map((statement) => `${statement};`)
          .join('\n');
        throw new BootstrapRefused(account.user, (error as Error).message, sql);
      }
    }
  } finally {
    await client.end();
  }
  return database;
}

/** Every statement may be run again. Passwords appear only as SCRAM verifiers. */
export function bootstrapSql(options: BootstrapOptions, database: string): string[] {
  return [
    'create schema if not exists extensions',
    'grant usage on schema extensions to public',
    ...EXTENSIONS.map((name) => `create extension if not exists ${name} schema extensions`),
    'revoke all on schema public from public',
    `revoke all on database ${quoted(database)} from public`,
    ...options.names.flatMap((name) => roleSql(name, options.passwordOf(name), database)),
  ];
}

function roleSql(name: string, password: string, database: string): string[] {
  if (!/^[a-z][a-z_]{1,40}$/.test(name)) throw new Error(`not a name for a schema: ${name}`);
  const role = `${name}_role`;
  return [
    `do $$ begin if not exists (select from pg_roles where rolname = '${role}') then create role ${role}; end if; end $$`,
    `alter role ${role} with login noinherit password '${scramVerifier(password)}'`,
    // an owner that is no superuser may hand a schema only to a role that he can become
    `do $$ begin if not pg_has_role(current_user, '${role}', 'set') then grant ${role} to current_user; end if; end $$`,
    `alter role ${role} set search_path = ${name}, extensions`,
    ...Object.entries(ROLE_SETTINGS).map(([setting, value]) => `alter role ${role} set ${setting} = '${value}'`),
    `grant connect, temporary on database ${quoted(database)} to ${role}`,
    ...[name, `${name}_jobs`].flatMap((schema) => [
      `create schema if not exists ${schema} authorization ${role}`,
      `revoke all on schema ${schema} from public`,
    ]),
  ];
}

/** An administrator may have run the printed SQL: then our account needs nothing more. */
async function everyRoleWorks(options: BootstrapOptions, database: BootstrappedDatabase): Promise<boolean> {
  for (const name of options.names) {
    const client = new pg.Client({ connectionString: database.urlOf(name), connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      const { rows } = await client.query<{ ready: boolean }>(
        `select (select count(*) = 2 from pg_namespace where nspname = any($1) and pg_get_userbyid(nspowner) = current_user)
            and (select count(*) = $3 from pg_extension where extname = any($2)) as ready`,
        [[name, `${name}_jobs`], [...EXTENSIONS], EXTENSIONS.length],
      );
      if (!rows[0]?.ready) return false;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => {});
    }
  }
  return true;
}

function roleUrl(adminUrl: string, name: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = `${name}_role`;
  url.password = encodeURIComponent(password);
  return url.toString();
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { BootstrapRefused, bootstrapDatabase } from './bootstrap.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase(['alpha', 'beta']);
});
afterAll(() => database?.drop());

async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('a role owns one schema', () => {
  test('it makes and reads its own tables without naming the schema, with the extensions at hand', async () => {
    const row = await as(database.urlOf('alpha'), async (client) => {
      await client.query('create table thing (name citext primary key)');
      await client.query("insert into thing values ('Ada')");
      return (
        await client.query(
          "select current_schema() as schema, similarity(name::text, 'Ada') as near from thing where name = 'ADA'",
        )
      ).rows[0];
    });
    expect(row).toEqual({ schema: 'alpha', near: 1 });
  });

  test("a neighbour's table is refused by PostgreSQL, whatever the statement", async () => {
    await as(database.urlOf('beta'), (client) => client.query('create table secret (value text)'));
    await as(database.urlOf('alpha'), async (client) => {
      for (const statement of [
        'select * from beta.secret',
        "insert into beta.secret values ('x')",
        'drop table beta.secret',
        'create table beta.mine (x int)',
        'create table beta_jobs.mine (x int)',
        'create table public.mine (x int)',
        'create table extensions.mine (x int)',
        'set role beta_role',
        'create extension if not exists hstore',
        'create role another',
      ]) {
        await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
    });
  });

  test('a request cannot hold the database: statement, lock and idle limits stand on the role', async () => {
    // what the role is given; databases of tests are more patient
    const [role] = await as(
      database.urlOf('alpha'),
      async (client) => (await client.query('select rolconfig from pg_roles where rolname = current_user')).rows,
    );
    expect(role.rolconfig).toEqual(
      expect.arrayContaining(['statement_timeout=3s', 'lock_timeout=1s', 'idle_in_transaction_session_timeout=5s']),
    );
  });
});

describe('bootstrap', () => {
  test('run again, by several processes at once, it changes nothing that is there', async () => {
    await as(database.urlOf('beta'), (client) => client.query("create table kept as select 'still here' as word"));
    const passwordOf = (name: string): string => new URL(database.urlOf(name)).password;
    const again = { adminUrl: database.superuserUrl, names: ['alpha', 'beta'], passwordOf };
    await Promise.all([bootstrapDatabase(again), bootstrapDatabase(again), bootstrapDatabase(again)]);
    const kept = await as(database.urlOf('beta'), (client) => client.query('select word from kept'));
    expect(kept.rows).toEqual([{ word: 'still here' }]);
  });

  test('an account that may not make roles gets the SQL, without a password in it; run by an administrator, that SQL suffices', async () => {
    const own = await testDatabase(['alpha']); // roles belong to the whole server: `lonely` is made by no other test
    try {
      const named = new URL(own.superuserUrl).pathname.slice(1);
      await as(own.superuserUrl, (client) => client.query(`create role ${named}_plain login password 'plain'`));
      const plain = new URL(own.superuserUrl);
      plain.username = `${named}_plain`;
      plain.password = 'plain';
      const passwordOf = (name: string): string => `of-${name}-0123456789abcdef`;
      const options = { adminUrl: plain.toString(), names: ['lonely'], passwordOf };
      const refused = await bootstrapDatabase(options).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(BootstrapRefused);
      const { sql, message } = refused as BootstrapRefused;
      expect(message).toContain(`${named}_plain`);
      expect(sql).toContain('create schema if not exists lonely authorization lonely_role');
      expect(message).not.toContain(passwordOf('lonely'));
      await as(own.superuserUrl, (client) => client.query(sql));
      await as(own.superuserUrl, (client) => client.query(`grant connect on database ${named} to ${named}_plain`));
      const ready = await bootstrapDatabase(options);
      const schema = await as(ready.urlOf('lonely'), (client) => client.query('select current_schema() as name'));
      expect(schema.rows).toEqual([{ name: 'lonely' }]);
      await as(own.superuserUrl, async (client) => {
        await client.query('drop owned by lonely_role');
        await client.query('drop role lonely_role');
        await client.query(`drop owned by ${named}_plain`);
        await client.query(`drop role ${named}_plain`);
      });
    } finally {
      await own.drop();
    }
  });

  test('an owner with CREATEROLE is enough: no superuser is needed on a managed server', async () => {
    const own = await testDatabase(['alpha']);
    try {
      const named = new URL(own.superuserUrl).pathname.slice(1);
      const owner = new URL(own.superuserUrl);
      owner.username = `${named}_owner`;
      owner.password = 'owner';
      owner.pathname = `/${named}_db`;
      await as(own.superuserUrl, async (client) => {
        await client.query(`create role ${named}_owner login createrole password 'owner'`);
        await client.query(`create database ${named}_db owner ${named}_owner`);
      });
      const passwordOf = (name: string): string => `of-${name}-0123456789abcdef`;
      const ready = await bootstrapDatabase({ adminUrl: owner.toString(), names: [`delta`], passwordOf });
      await as(ready.urlOf('delta'), (client) => client.query('create table thing (x ltree)'));
      await as(own.superuserUrl, async (client) => {
        await client.query(`drop database ${named}_db with (force)`);
        await client.query(`drop role delta_role, ${named}_owner`);
      });
    } finally {
      await own.drop();
    }
  });
});

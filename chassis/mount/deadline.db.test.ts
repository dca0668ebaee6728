import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '#kernel/refusal';
import { DeadlinePassed } from '#chassis/identity/deadline';
import { withoutLimit } from '#chassis/storage/statement-limit';
import { sqlOf } from '#chassis/storage/transact';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { statementsMigration } from './machinery.ts';
import type { Scope } from './scope.ts';
import type { Subgraph } from './subgraph.ts';

let begun = 0;

@Resolver()
class MarkResolver {
  @Query(() => String, { nullable: true, description: 'How often anything was begun.' })
  marks(): string {
    return String(++begun);
  }

  @Query(() => String, { nullable: true, description: 'Reads for a minute.' })
  async slowly(@Ctx() { em }: Scope): Promise<string> {
    return String(await sqlOf(em)('select pg_sleep(60)'));
  }

  @Query(() => String, { nullable: true, description: 'The same, another way.' })
  async slowlyToo(@Ctx() { em }: Scope): Promise<string> {
    return String(await em.execute('select pg_sleep(60)'));
  }

  @Query(() => String, { nullable: true, description: 'Reads twice, and says what came.' })
  async quickly(@Ctx() { em }: Scope): Promise<string> {
    const [one] = await sqlOf(em)<{ n: number }>('select ?::int as n', [1]);
    const [two] = await em.execute<{ n: number }[]>('select 2 as n');
    return `${one!.n} ${two!.n}`;
  }

  @Mutation(() => String, { nullable: true, description: 'Writes for a minute.' })
  async markSlowly(@Ctx() scope: Scope): Promise<string> {
    return scope.transact(async (tx) => {
      await tx.sql(`insert into mark (text) values ('slow')`);
      await tx.sql('select pg_sleep(60)');
      return 'marked';
    });
  }

  @Mutation(() => String, { nullable: true, description: 'Leaves a mark.' })
  async mark(@Ctx() scope: Scope): Promise<string> {
    begun++;
    return scope.transact(async (tx) => {
      await tx.sql(`insert into mark (text) values ('a mark')`);
      return 'marked';
    });
  }
}

const marks: Subgraph = {
  name: 'marks',
  entities: [],
  migrations: [statementsMigration('0001-marks', ['create table mark (text text not null)'])],
  resolvers: [MarkResolver],
  references: {},
  access: {
    Query: { marks: 'open', slowly: 'open', slowlyToo: 'open', quickly: 'open' },
    Mutation: { mark: 'open', markSlowly: 'open' },
  },
  publishes: [],
  reactions: [],
  live: [],
  jobs: [],
  open: async () => ({}),
};

describe('when nobody waits for an answer any more', () => {
  let mount: TestMount<unknown>;
  beforeAll(async () => {
    mount = await mountForTest(marks);
  });
  afterAll(() => mount?.stop());
  beforeEach(async () => {
    await sql('delete from mark');
    mount.statements.length = 0;
    begun = 0;
  });
  const sql = (text: string) => mount.mounted.database.roadPool.query<{ text: string }>(text);
  const written = async () => (await sql('select text from mark order by text')).rows.map(({ text }) => text);
  const past = () => Date.now() - 1;
  const hour = () => Date.now() + 3_600_000;
  /** A scope whose time is over when the test says so. */
  const timed = () => {
    const caller = { deadline: hour(), nonce: '' };
    const scope = mount.scope(caller);
    return { scope, endTime: () => void Object.assign(scope.caller, { deadline: past() }) };
  };
  const insert = (text: string) => `insert into mark (text) values ('${text}')`;

  test.each(['{ marks }', 'mutation { mark }'])('%s is not begun, and its code says why', async (query) => {
    const { data, errors } = await mount.graphql(query, {}, { deadline: past() });
    expect(data).toBeUndefined();
    expect(errors).toEqual([{ message: expect.any(String), extensions: { code: 'DEADLINE_PASSED' } }]);
    expect([begun, mount.statements.length, await written()]).toEqual([0, 0, []]);
  });

  test('what has time left is done as ever', async () => {
    expect(await mount.graphql('mutation { mark }', {}, { deadline: hour() })).toEqual({ data: { mark: 'marked' } });
    expect(await written()).toEqual(['a mark']);
  });

  test('no transaction begins', async () => {
    const { scope, endTime } = timed();
    endTime();
    await expect(scope.transact((tx) => tx.sql(insert('late')))).rejects.toThrow(DeadlinePassed);
    expect(mount.statements).toEqual([]);
  });

  test('a transaction whose time ended while it ran is rolled back, with the nonce that it spent', async () => {
    const caller = { deadline: hour(), nonce: 'once' };
    const scope = mount.scope(caller);
    const late = scope.transact(async (tx) => {
      await tx.sql(insert('late'));
      Object.assign(scope.caller, { deadline: past() });
    });
    await expect(late).rejects.toThrow(DeadlinePassed);
    expect(await written()).toEqual([]);
    const again = mount.scope({ ...caller, deadline: hour() });
    await again.transact((tx) => tx.sql(insert('in time')));
    expect(await written()).toEqual(['in time']);
  });

  test('what an action keeps although it refuses is kept: a counter of tries does not go back', async () => {
    const { scope, endTime } = timed();
    const refused = await scope.transact(async (tx) => {
      await tx.sql(insert('a try'));
      endTime();
      return tx.keep(refusal('NotFound', 'no'));
    });
    expect(refused).toMatchObject({ message: 'no' });
    expect(await written()).toEqual(['a try']);
  });

  test('a limit that an action sets itself is a statement like any other', async () => {
    const lasts = await mount.scope().transact(async (tx) => {
      await tx.sql(`set local statement_timeout = '60s'`);
      return tx.sql<{ statement_timeout: string }>('show statement_timeout');
    });
    expect(lasts).toEqual([{ statement_timeout: '1min' }]);
  });

  test('the second transaction of an action that has committed one is finished when it has begun', async () => {
    const { scope, endTime } = timed();
    await scope.transact((tx) => tx.sql(insert('first')));
    await scope.transact(async (tx) => {
      endTime();
      await tx.sql('select pg_sleep(0.3)');
      await tx.sql(insert('second'));
    });
    expect(await written()).toEqual(['first', 'second']);
    await expect(scope.transact((tx) => tx.sql(insert('third')))).rejects.toThrow(DeadlinePassed);
  });

  describe('a statement that runs', () => {
    const running = async () =>
      (await sql(`select pid::text as text from pg_stat_activity where state = 'active' and query ~ 'pg_slee[p]'`))
        .rows;
    const connections = async () => {
      const { pool } = mount.mounted.database;
      const read = `select pg_backend_pid()::text || ' ' || current_setting('statement_timeout') as text`;
      return { open: pool.totalCount, one: (await pool.query<{ text: string }>(read)).rows[0]!.text };
    };

    test.each(['{ slowly }', '{ slowlyToo }', 'mutation { markSlowly }'])(
      'ends with the deadline, and its connection is as before: %s',
      async (query) => {
        await mount.graphql('{ quickly }');
        const before = await connections();
        expect(before.one).toMatch(/ 30s$/);
        const { errors } = await mount.graphql(query, {}, { deadline: Date.now() + 500, nonce: query });
        const code = 'DEADLINE_PASSED';
        expect(errors).toEqual([{ message: expect.any(String), path: [expect.any(String)], extensions: { code } }]);
        expect([await running(), await written()]).toEqual([[], []]);
        expect(await connections()).toEqual(before);
        expect(await mount.graphql('mutation { mark }', {}, { deadline: hour(), nonce: query })).toHaveProperty(
          'data.mark',
        );
      },
    );

    test.each(['{ quickly }', 'mutation { mark }'])('needs no message of its own to be limited: %s', async (query) => {
      const sent = jest.spyOn(pg.Client.prototype, 'query');
      try {
        const messagesOf = async (deadline: number) => {
          sent.mockClear();
          const { data } = await mount.graphql(query, {}, { deadline });
          expect(Object.values(data!)).toEqual([query === '{ quickly }' ? '1 2' : 'marked']);
          return sent.mock.calls.map(([text]) => text as unknown as string);
        };
        const plain = await messagesOf(Number.MAX_SAFE_INTEGER);
        expect(await messagesOf(hour())).toEqual(plain);
        const limited = await messagesOf(Date.now() + 25_000);
        expect(limited.map(withoutLimit)).toEqual(plain);
        expect(limited.filter((text, at) => text !== plain[at])).toHaveLength(query === '{ quickly }' ? 2 : 1);
      } finally {
        sent.mockRestore();
      }
    });

    test('is not begun by a read that is late', async () => {
      const { scope, endTime } = timed();
      const read = () => sqlOf(scope.em)('select 1');
      await read();
      endTime();
      mount.statements.length = 0;
      await expect(read()).rejects.toThrow(DeadlinePassed);
      const sent = jest.spyOn(pg.Client.prototype, 'query');
      await expect(scope.em.execute('select 1')).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
      expect(sent.mock.calls).toEqual([]);
      sent.mockRestore();
    });
  });
});

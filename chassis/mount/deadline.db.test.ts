import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '#kernel/refusal';
import { DeadlinePassed } from '#chassis/identity/deadline';
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
  access: { Query: { marks: 'open' }, Mutation: { mark: 'open' } },
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

  test('the second transaction of an action that has committed one is finished when it has begun', async () => {
    const { scope, endTime } = timed();
    await scope.transact((tx) => tx.sql(insert('first')));
    await scope.transact(async (tx) => {
      await tx.sql(insert('second'));
      endTime();
    });
    expect(await written()).toEqual(['first', 'second']);
    await expect(scope.transact((tx) => tx.sql(insert('third')))).rejects.toThrow(DeadlinePassed);
  });
});

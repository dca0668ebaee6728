import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { clockAt } from '#kernel/clock';
import { newId } from '#kernel/id';
import { mountSubgraph, type Mounted } from '#chassis/mount/mount';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { eventually } from '#chassis/testing/eventually';
import { callerOf } from '#chassis/testing/mounted';
import { InboxProducer } from '#chassis/testing/producer';
import { profileCompleted } from '#subgraphs/users/published/people.events';
import { gamificationSubgraph } from '../subgraph.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

let database: TestDatabase;
let replicas: Mounted[];
beforeAll(async () => {
  database = await testDatabase(['gamification']);
  const ground = {
    databaseUrl: database.urlOf('gamification'),
    secret: 'the same in every replica',
    clock: clockAt('2026-01-05T09:00:00Z'),
    log: quiet,
    bus: { deliver: async () => {}, subscribe: async () => {} },
  };
  // both at once: one migrates, the other waits for it
  replicas = await Promise.all([0, 1].map(() => mountSubgraph(gamificationSubgraph(), ground)));
  await Promise.all(replicas.map((one) => one.start()));
});
afterAll(async () => {
  await Promise.all(replicas.map((one) => one.stop()));
  await database.drop();
});

test('two replicas share the work, and each feeds the sockets that it holds', async () => {
  const users = Array.from({ length: 12 }, () => newId());
  const heard = replicas.map(() => new Set<string>());
  const streams = await Promise.all(
    replicas.flatMap((replica, at) =>
      users.map(async (userId) => {
        const query = 'subscription { xpAwarded { xp user { id } } }';
        const stream = await replica.endpoint.subscribe({ query, variables: {}, caller: callerOf({ userId }) });
        if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
        void stream.next().then(({ value }) => {
          const { xpAwarded } = (value as { data: { xpAwarded: { xp: number; user: { id: string } } } }).data;
          if (xpAwarded.user.id === userId && xpAwarded.xp === 100) heard[at]!.add(userId);
        });
        return stream;
      }),
    ),
  );
  const producer = new InboxProducer(replicas[0]!.road);
  await Promise.all(users.map((userId) => producer.tell(profileCompleted, userId, { userId, completeness: 80 })));
  await eventually(() => expect(heard.map(({ size }) => size)).toEqual([users.length, users.length]));
  const { rows } = await replicas[1]!.database.roadPool.query(
    'select count(*)::int as n, sum(xp)::int as xp from player',
  );
  expect(rows).toEqual([{ n: users.length, xp: users.length * 100 }]);
  for (const stream of streams) await stream.return?.();
});

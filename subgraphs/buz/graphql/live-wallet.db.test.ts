import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { callerOf, mountForTest, type TestMount } from '#chassis/testing/mounted';
import { addFreeze } from '../actions/keep-standing.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { buzSubgraph } from '../subgraph.ts';
import { manyRich, rich } from '../testing/money.ts';

const SEND = `mutation ($input: TransferBuzInput!) { transferBuz(input: $input) { __typename } }`;

describe('the wallet live', () => {
  let mount: TestMount<BuzPorts>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph(), { background: true });
  });
  afterAll(() => mount.stop());

  const send = async (from: string, toUserId: string, amount: string, memo: string) => {
    const input = { toUserId, amount, memo, idempotencyKey: newId() };
    const { data } = await mount.graphql(SEND, { input }, { userId: from, permissions: ['buz.transfer'] });
    expect(data).toEqual({ transferBuz: { __typename: 'TransferCompleted' } });
  };

  test('every change is told live to its owner only: the wallet as it is, and each transfer once', async () => {
    const [from, to] = await manyRich(mount, 2, 100n * BUZ);
    const third = await rich(mount, 0n);
    const follow = async (userId: string, query: string) => {
      const stream = await mount.mounted.endpoint.subscribe({ query, variables: {}, caller: callerOf({ userId }) });
      if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
      return stream;
    };
    const wallet = 'subscription { walletUpdated { userId available status } }';
    const transfers = 'subscription { buzTransferred { direction amount memo } }';
    const streams = await Promise.all([
      follow(from!, wallet),
      follow(to!, transfers),
      follow(third, transfers),
      follow(third, wallet),
    ]);
    const [mine, theirs, silent, closed] = streams;
    const heard: unknown[] = [];
    for (const stream of [silent!, closed!]) void stream.next().then((event) => heard.push(event));
    await send(from!, to!, '10', 'live');
    // what was committed before may still be told first
    const until = async (stream: AsyncIterableIterator<unknown>, wanted: object): Promise<unknown> => {
      for (;;) {
        const { value } = (await stream.next()) as { value: { data: object } };
        if (JSON.stringify(value).includes(JSON.stringify(wanted).slice(1, -1))) return value.data;
      }
    };
    expect(await until(mine!, { available: '89.99' })).toEqual({
      walletUpdated: { userId: from, available: '89.99', status: 'ACTIVE' },
    });
    expect(await until(theirs!, { memo: 'live' })).toEqual({
      buzTransferred: { direction: 'IN', amount: '10', memo: 'live' },
    });
    await mount.scope().transact((tx) => addFreeze(tx, from!, 'ADMINISTRATOR', mount.clock.now()));
    expect(await until(mine!, { status: 'FROZEN' })).toMatchObject({ walletUpdated: { available: '89.99' } });
    expect(heard).toEqual([]);
    for (const stream of streams) await stream.return?.();
  });
});

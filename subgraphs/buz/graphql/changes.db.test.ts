import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import type { SubgraphResult } from '#chassis/mount/endpoint';
import { callerOf, mountForTest, type TestMount } from '#chassis/testing/mounted';
import { schedulePriceChange } from '../actions/schedule-rule.ts';
import { buzSubgraph } from '../subgraph.ts';

interface Message {
  token: string;
  tags: string[];
  behindMs: number;
}
const CHANGES = 'subscription ($after: String) { buzChanged(after: $after) { token tags behindMs } }';

describe('what buz tells the door of its changes', () => {
  let mount: TestMount<unknown>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph(), { background: true });
  });
  afterAll(() => mount.stop());

  const follow = async (after: string | null, kind: 'gateway' | 'user' = 'gateway') =>
    (await mount.mounted.endpoint.subscribe({
      query: CHANGES,
      variables: { after },
      caller: callerOf({ kind }),
    })) as AsyncIterableIterator<SubgraphResult>;
  const next = async (stream: AsyncIterator<SubgraphResult>): Promise<Message> =>
    (await stream.next()).value.data.buzChanged;
  const untilTags = async (stream: AsyncIterator<SubgraphResult>): Promise<Message> => {
    for (;;) {
      const message = await next(stream);
      if (message.tags.length > 0) return message;
    }
  };
  const changePrice = (code: string) => {
    const by = { kind: 'FOUR_EYES', id: newId(), proposedBy: newId(), approvedBy: newId() } as const;
    const change = { code, amount: 9_000_000n, effectiveFrom: mount.clock.now(), because: 'a test' };
    return mount.scope().transact((tx) => schedulePriceChange(tx, change, by, mount.clock.now()));
  };

  test('is a changed price, as it happens, and again to a door that was away, and everything when that was too long', async () => {
    const stream = await follow(null);
    const first = await next(stream);
    expect(first.tags).toEqual([]);
    await changePrice('PROJECT_BID');
    expect((await untilTags(stream)).tags).toEqual(['PriceRule', 'RewardRule']);
    await stream.return!();
    const resumed = await follow(first.token);
    expect((await untilTags(resumed)).tags).toEqual(['PriceRule', 'RewardRule']);
    await resumed.return!();
    const late = await follow('forged.token');
    expect((await untilTags(late)).tags).toEqual(['*']);
    await changePrice('DISPUTE_OPEN');
    expect((await untilTags(late)).tags).toEqual(['PriceRule', 'RewardRule']);
    await late.return!();
  });

  test('is told to nobody but the door', async () => {
    const refused = (await follow(null, 'user')) as unknown as SubgraphResult;
    expect(refused.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});

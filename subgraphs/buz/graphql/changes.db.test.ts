import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { followChanges } from '#chassis/testing/changes';
import { callerOf, mountForTest, type TestMount } from '#chassis/testing/mounted';
import { schedulePriceChange } from '../actions/schedule-rule.ts';
import { buzSubgraph } from '../subgraph.ts';

describe('what buz tells the door of its changes', () => {
  let mount: TestMount<unknown>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph(), { background: true });
  });
  afterAll(() => mount.stop());

  const follow = (after: string | null = null) => followChanges(mount.mounted, after);
  const changePrice = (code: string) => {
    const by = { kind: 'FOUR_EYES', id: newId(), proposedBy: newId(), approvedBy: newId() } as const;
    const change = { code, amount: 9_000_000n, effectiveFrom: mount.clock.now(), because: 'a test' };
    return mount.scope().transact((tx) => schedulePriceChange(tx, change, by, mount.clock.now()));
  };

  test('is a changed price, as it happens, and again to a door that was away, and everything when that was too long', async () => {
    const stream = await follow();
    const first = await stream.next();
    expect(first.tags).toEqual([]);
    await changePrice('PROJECT_BID');
    expect((await stream.untilTags()).tags).toEqual(['PriceRule', 'RewardRule']);
    await stream.stop();
    const resumed = await follow(first.token);
    expect((await resumed.untilTags()).tags).toEqual(['PriceRule', 'RewardRule']);
    await resumed.stop();
    const late = await follow('forged.token');
    expect((await late.untilTags()).tags).toEqual(['*']);
    await changePrice('DISPUTE_OPEN');
    expect((await late.untilTags()).tags).toEqual(['PriceRule', 'RewardRule']);
    await late.stop();
  });

  test('is told to nobody but the door', async () => {
    const query = 'subscription { buzChanged { tags } }';
    const caller = callerOf({ userId: newId() });
    expect(await mount.mounted.endpoint.subscribe({ query, variables: {}, caller })).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
});

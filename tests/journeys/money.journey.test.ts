import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unitsOf } from '#kernel/buz';
import { newId } from '#kernel/id';
import { userEmailVerified } from '#subgraphs/users/published/users.events';
import type { Topology } from './black-box.ts';
import { setStage, type Person, type Stage } from './stage.ts';

const SEND = `mutation ($input: TransferBuzInput!) { transferBuz(input: $input) { __typename
  ... on TransferCompleted { transferId balanceAfter fee } ... on InsufficientBuz { needed available } ... on Refusal { code } } }`;
const SUPPLY = '{ supply { cap inPools circulating reserved treasury burned } }';

type Supply = Record<'cap' | 'inPools' | 'circulating' | 'reserved' | 'treasury' | 'burned', string>;

interface Sent {
  __typename: string;
  transferId?: string;
  balanceAfter?: string;
  fee?: string;
  code?: string;
}

describe.each<Topology>(['together', 'apart'])('BUZ (%s)', (topology) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(topology);
  }, 120_000);
  afterAll(() => stage?.close(), 60_000);

  const send = async ({ graph }: Person, toUserId: string, amount: string, idempotencyKey = randomUUID()) =>
    (await graph.ask<{ transferBuz: Sent }>(SEND, { input: { toUserId, amount, idempotencyKey } })).transferBuz;
  test('of fifty parallel transfers of everything one completes; its key again gets the same answer', async () => {
    const payer = await stage.newcomer('Pat Payer');
    // people whom only the ledger has to know: their addresses were verified, as users would tell
    const recipients = Array.from({ length: 50 }, () => newId());
    await Promise.all(recipients.map((userId) => stage.standIn.tell(userEmailVerified, userId, { userId })));
    await stage.grant(payer, '100.1'); // with the few BUZ of a first day that may come: enough for one, not for two
    const { supply: earlier } = await payer.graph.ask<{ supply: Supply }>(SUPPLY);

    const keys = recipients.map(() => randomUUID());
    const answers = await Promise.all(recipients.map((userId, at) => send(payer, userId, '100', keys[at]!)));
    const done = answers.flatMap((answer, at) => (answer.__typename === 'TransferCompleted' ? [at] : []));
    expect(done).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'INSUFFICIENT_BUZ')).toHaveLength(49);
    const [at] = done as [number];
    expect(answers[at]).toMatchObject({ fee: '0.1' });
    expect(await send(payer, recipients[at]!, '100', keys[at]!)).toEqual(answers[at]);
    expect(await send(payer, recipients[at]!, '99', keys[at]!)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });

    const { supply } = await payer.graph.ask<{ supply: Supply }>(SUPPLY);
    expect(unitsOf(supply.treasury)! - unitsOf(earlier.treasury)!).toBe(unitsOf('0.1'));
    const { cap, ...parts } = supply;
    expect(Object.values(parts).reduce((sum, part) => sum + unitsOf(part)!, 0n)).toBe(unitsOf(cap));
  }, 120_000);

  test('a stake that is left early pays a tenth; one that is held pays what the formula says, out of the pool', async () => {
    const staker = await stage.newcomer('Sam Staker');
    await stage.grant(staker, '2000');
    const open = async () => {
      const input = { tier: 'GOLD', amount: '1000', idempotencyKey: randomUUID() };
      const { stake } = await staker.graph.act<{ stake: { id: string } }>(
        'openStake',
        'StakeOpened',
        input,
        'stake { id }',
      );
      return stake.id;
    };
    const exit = async (stakeId: string, expectedPayout: string) => {
      await staker.user!.signIn(); // money needs a fresh authentication
      const input = { stakeId, expectedPayout, idempotencyKey: randomUUID() };
      return staker.user!.graph.act<{ payout: string }>('withdrawStake', 'StakeWithdrawn', input, 'payout penalty');
    };
    const socket = staker.user!.socket(); // long before what it waits for
    const matured = socket
      .iterate<{ stakeMatured: { stakeId: string; reward: string } }>({
        query: 'subscription { stakeMatured { stakeId reward } }',
      })
      .next();
    const early = await open();
    await stage.advance('P60D');
    expect(await exit(early, '900')).toMatchObject({ payout: '900', penalty: '100' });

    const held = await open();
    await stage.advance('P180D');
    expect((await matured).value?.data?.stakeMatured).toEqual({ stakeId: held, reward: '59.178082' });
    await socket.dispose();
    const { stake } = await staker.graph.ask<{ stake: object }>(
      'query ($id: ID!) { stake(id: $id) { status rewardsPaid } }',
      { id: held },
    );
    expect(stake).toEqual({ status: 'MATURED', rewardsPaid: '59.178082' });
    expect(await exit(held, '1000')).toMatchObject({ payout: '1000', penalty: '0' });
  }, 120_000);
});

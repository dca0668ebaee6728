import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { InboxProducer } from '#chassis/testing/producer';
import {
  conversionConfirmed,
  conversionDeclined,
  investmentConfirmed,
  investmentDeclined,
  ventureActivated,
} from '#subgraphs/ventures/published/ventures.events';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';
import { expireInvestments } from './invest.ts';

const INVEST =
  'mutation ($input: InvestBuzInput!) { answer: investBuz(input: $input) { __typename ... on Investment { id state } ... on Refusal { code } ... on LegalGateClosed { missing } ... on BuzAmountInvalid { minimum } } }';
const WITHDRAW =
  'mutation ($input: WithdrawInvestmentInput!) { answer: withdrawInvestment(input: $input) { __typename ... on Investment { state } ... on BuzEscrowEnded { ended } ... on Refusal { code } } }';
const CONVERT =
  'mutation ($input: RequestConversionInput!) { answer: requestConversion(input: $input) { __typename ... on Conversion { id equityBp state } ... on Refusal { code } } }';
const DECIDE =
  'mutation ($input: DecideConversionInput!) { answer: decideConversion(input: $input) { __typename ... on Conversion { id state } ... on Refusal { code } } }';
const OPEN =
  'mutation ($input: OpenConversionWindowInput!) { answer: openConversionWindow(input: $input) { __typename ... on ConversionWindow { id minimum } ... on Refusal { code message } } }';

interface Answer {
  __typename: string;
  id: string;
  state?: string;
  code?: string;
}

describe('escrow for ventures', () => {
  let mount: TestMount<unknown>;
  let economy: ReturnType<typeof economyOf>;
  let ventures: InboxProducer;
  const ventureId = newId();
  const admin = { userId: newId(), permissions: ['buz.admin'] };

  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph(), { background: true });
    economy = economyOf(mount);
    ventures = new InboxProducer(mount.mounted.road, mount.clock);
    await ventures.tell(ventureActivated, ventureId, { ventureId, ownerId: newId(), name: 'Kites' });
    await eventually(async () => expect(await economy.rows('select id from known_venture')).toHaveLength(1));
  });
  afterAll(() => mount.stop());

  const ask = async (query: string, userId: string, input: object, permissions = ['buz.transfer']): Promise<Answer> => {
    const { data, errors } = await mount.graphql(query, { input }, { userId, permissions });
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as { answer: Answer }).answer;
  };
  const investor = async (buz = 1_000): Promise<string> => {
    const userId = await economy.person(buz);
    await economy.rows("update account set documents = '{BTS,BPP}' where owner_id = $1", userId);
    return userId;
  };
  const invest = (userId: string, amount = '400', key = newId()) =>
    ask(INVEST, userId, { ventureId, type: 'EQUITY', amount, idempotencyKey: key });
  const stateOf = async (id: string): Promise<string> =>
    (await economy.rows<{ state: string }>('select state from investment where id = $1', id))[0]!.state;
  const open = async () => {
    const closesAt = new Date(mount.clock.now().getTime() + 3_600_000).toISOString();
    return ask(OPEN, admin.userId, { ventureId, rateBp: 100, closesAt }, admin.permissions);
  };

  test('an accepted investment goes to the venture once, however often the answer comes', async () => {
    const userId = await investor();
    const before = await economy.balance(`venture/${ventureId}`);
    const { id } = await invest(userId);
    expect(await economy.balance(`invested/${userId}`)).toBe(400);
    const yes = { investmentId: id, ventureId, confirmedBy: newId() };
    await ventures.tell(investmentConfirmed, id, yes);
    await ventures.tell(investmentConfirmed, id, yes);
    await ventures.tell(investmentDeclined, id, { investmentId: id, ventureId, because: 'too late' });
    await eventually(async () =>
      expect(
        await economy.rows('select 1 from inbox where aggregate_id = $1 and done_at is not null', id),
      ).toHaveLength(3),
    );
    expect(await stateOf(id)).toBe('ACCEPTED');
    expect(await economy.balance(`venture/${ventureId}`)).toBe(before + 400);
    expect(await economy.balance(`wallet/${userId}`)).toBe(600);
    expect(
      await economy.rows("select 1 from outbox where type = 'buz.invested' and aggregate_id = $1", id),
    ).toHaveLength(1);
    expect(await ask(WITHDRAW, userId, { investmentId: id })).toMatchObject({
      code: 'BUZ_ESCROW_ENDED',
      ended: 'ACCEPTED',
    });
  });

  test('one key invests once, also in parallel; another body under it is refused', async () => {
    const userId = await investor();
    const answers = await Promise.all(Array.from({ length: 8 }, () => invest(userId, '150', 'the-same-key')));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await economy.balance(`invested/${userId}`)).toBe(150);
    expect(await invest(userId, '151', 'the-same-key')).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('withdrawal and the answer of the venture at once: one of them, and nothing is lost', async () => {
    const userId = await investor();
    const { id } = await invest(userId);
    await Promise.all([
      ask(WITHDRAW, userId, { investmentId: id }),
      ventures.tell(investmentConfirmed, id, { investmentId: id, ventureId, confirmedBy: newId() }),
    ]);
    const state = await eventually(async () => {
      const now = await stateOf(id);
      expect(['ACCEPTED', 'WITHDRAWN']).toContain(now);
      return now;
    });
    expect(await economy.balance(`wallet/${userId}`)).toBe(state === 'ACCEPTED' ? 600 : 1_000);
    expect(await economy.balance(`invested/${userId}`)).toBe(0);
    expect(await economy.missing()).toBe('0');
  });

  test('without an answer the escrow comes back after 30 days, once, with two replicas at work', async () => {
    const userId = await investor();
    const { id } = await invest(userId);
    expect(await expireInvestments(mount.scope())).toBe(0);
    mount.clock.advance(30 * 86_400_000);
    await Promise.all([expireInvestments(mount.scope()), expireInvestments(mount.scope())]);
    expect(await stateOf(id)).toBe('EXPIRED');
    expect(await economy.balance(`wallet/${userId}`)).toBe(1_000);
  });

  test('is refused with what is needed, and nothing moves', async () => {
    const userId = await economy.person(1_000);
    expect(await invest(userId)).toMatchObject({ code: 'LEGAL_GATE_CLOSED', missing: ['BTS', 'BPP'] });
    await economy.rows("update account set documents = '{BTS,BPP}' where owner_id = $1", userId);
    expect(await invest(userId, '99.999999')).toMatchObject({ code: 'BUZ_AMOUNT_INVALID', minimum: '100' });
    expect(await invest(userId, '1000.000001')).toMatchObject({ code: 'INSUFFICIENT_BUZ' });
    const nowhere = { ventureId: newId(), type: 'DEBT', amount: '100', idempotencyKey: newId() };
    expect(await ask(INVEST, userId, nowhere)).toMatchObject({ code: 'NOT_FOUND' });
    const stale = await mount.graphql(
      INVEST,
      { input: { ...nowhere, ventureId } },
      { userId, permissions: ['buz.transfer'], freshAuthAt: null },
    );
    expect(stale.data).toMatchObject({ answer: { code: 'STEP_UP_REQUIRED' } });
    expect(await economy.balance(`wallet/${userId}`)).toBe(1_000);
    const { id } = await invest(userId);
    expect(await ask(WITHDRAW, await investor(), { investmentId: id })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a conversion needs an open window, somebody else who approves, and the venture', async () => {
    const [userId, other] = [await investor(), await investor()];
    const window = await open();
    const request = (who: string) => ask(CONVERT, who, { windowId: window.id, amount: '250', idempotencyKey: newId() });
    const [mine, theirs] = [await request(userId), await request(other)];
    expect(mine).toMatchObject({ equityBp: 2, state: 'PENDING' });
    const decision = { conversionId: mine.id, approve: true, reason: 'agreed' };
    expect(await ask(DECIDE, userId, decision, ['buz.admin'])).toMatchObject({ code: 'FORBIDDEN' });
    const decided = await Promise.all(
      [true, true, false].map((approve) => ask(DECIDE, admin.userId, { ...decision, approve }, admin.permissions)),
    );
    expect(decided.filter(({ code }) => code === 'BUZ_ESCROW_ENDED')).toHaveLength(2);
    expect(await ask(DECIDE, admin.userId, { ...decision, conversionId: theirs.id }, admin.permissions)).toMatchObject({
      state: 'APPROVED',
    });
    const state = (await economy.rows<{ state: string }>('select state from conversion where id = $1', mine.id))[0]!
      .state;
    await ventures.tell(conversionConfirmed, mine.id, { conversionId: mine.id, ventureId });
    await ventures.tell(conversionDeclined, theirs.id, {
      conversionId: theirs.id,
      ventureId,
      because: 'no shares left',
    });
    await eventually(async () => {
      expect(await economy.balance(`wallet/${other}`)).toBe(1_000);
      expect(await economy.balance(`invested/${userId}`)).toBe(0);
    });
    expect(await economy.balance(`wallet/${userId}`)).toBe(state === 'APPROVED' ? 750 : 1_000);
    expect(await economy.missing()).toBe('0');
    mount.clock.advance(3_600_000);
    expect(await request(userId)).toMatchObject({ code: 'BUZ_CONVERSION_WINDOW_CLOSED' });
  });
});

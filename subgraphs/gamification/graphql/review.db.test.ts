import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { gamificationSubgraph } from '../subgraph.ts';
import { hearFact } from '../actions/hear-fact.ts';

const MINUTE_MS = 60_000;
const REFUSED = '... on Refusal { code message }';

describe('an administrator of the game', () => {
  let game: TestMount<unknown>;
  const admin = { userId: newId(), permissions: ['gamification.admin'] };
  let userId: string;
  beforeAll(async () => {
    game = await mountForTest(gamificationSubgraph());
  });
  afterAll(() => game.stop());
  beforeEach(() => {
    userId = newId();
    game.clock.advance(2 * 86_400_000);
  });

  const rows = async (sql: string, ...params: unknown[]) =>
    (await game.mounted.database.roadPool.query(sql, params)).rows;
  const xpOf = async (of: string) => (await rows('select xp from player where user_id = $1', of))[0]?.xp as number;
  const hear = (of: string, kind: string, about: { counterpartId?: string; subjectId?: string } = {}) =>
    hearFact(game.scope(), { userId: of, kind, sourceEventId: newId(), happenedAt: game.clock.now(), ...about });
  const act = async (name: string, input: object, ask: string, caller: object = admin) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    const { data, errors } = await game.graphql(
      `mutation ($input: ${type}) { ${name}(input: $input) { __typename ${ask} ${REFUSED} } }`,
      { input },
      { nonce: newId(), ...caller },
    );
    return errors ? { errors } : (data![name] as Record<string, unknown>);
  };
  const decided = '... on XpDecided { changedBy profile { xp } }';
  const openSuspicions = async () => {
    const { data } = await game.graphql(
      `{ suspicions(first: 100) { edges { node { id signal thisHour received fromOther toOther user { id } counterpart { id }
         facts { id kind takenBack user { id } } } } } }`,
      {},
      admin,
    );
    type Node = { id: string; signal: string; user: { id: string }; facts: { id: string; user: { id: string } }[] };
    const { edges } = (data as { suspicions: { edges: { node: Node }[] } }).suspicions;
    return edges.map(({ node }) => node);
  };

  test('awards and revokes XP once per key, with a reason that the player reads, and never below 0', async () => {
    await hear(userId, 'DAILY_LOGIN');
    const input = { userId, amount: 100, reason: 'found a hole', idempotencyKey: 'award-1' };
    const twins = await Promise.all(Array.from({ length: 8 }, () => act('awardXp', input, decided)));
    expect(twins).toEqual(
      Array.from({ length: 8 }, () => ({ __typename: 'XpDecided', changedBy: 100, profile: { xp: 150 } })),
    );
    expect(await act('awardXp', { ...input, amount: 200 }, decided)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const much = { userId, amount: 1_000, reason: 'it was no hole', idempotencyKey: 'revoke-1' };
    expect(await act('revokeXp', much, decided)).toMatchObject({ changedBy: -150, profile: { xp: 0 } });
    expect(
      await rows('select activity, amount, base, reason from xp_entry where user_id = $1 order by sequence', userId),
    ).toMatchObject([
      { activity: 'DAILY_LOGIN' },
      { activity: 'ADMIN_AWARD', amount: 100, reason: 'found a hole' },
      { activity: 'ADMIN_REVOKE', amount: -150, base: 1_000, reason: 'it was no hole' },
    ]);
    expect(
      await rows('select act, actor_id, reason from game_audit where subject_id = $1 order by at, id', userId),
    ).toEqual([
      { act: 'award-xp', actor_id: admin.userId, reason: 'found a hole' },
      { act: 'revoke-xp', actor_id: admin.userId, reason: 'it was no hole' },
    ]);
  });

  test('cannot decide about themselves or somebody who does not play, and nobody else can decide at all', async () => {
    const input = { amount: 5, reason: 'because', idempotencyKey: 'x' };
    expect(await act('awardXp', { ...input, userId: admin.userId }, decided)).toMatchObject({ code: 'FORBIDDEN' });
    for (const nobody of [newId(), 'nobody'])
      expect(await act('awardXp', { ...input, userId: nobody }, decided)).toMatchObject({ code: 'NOT_FOUND' });
    await hear(userId, 'DAILY_LOGIN');
    const { errors } = (await act('awardXp', { ...input, userId }, decided, { userId: newId() })) as {
      errors: unknown[];
    };
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await xpOf(userId)).toBe(50);
  });

  test('revises a rule by a version: what happened before keeps the old one, however late it is heard', async () => {
    const before = game.clock.now();
    const input = { activity: 'BUG_REPORTED', xp: 80, reason: 'bugs are worth more', idempotencyKey: 'rule-1' };
    const ask = '... on XpRuleRevised { rule { version xp dailyCap validFrom } }';
    expect(await act('reviseXpRule', input, ask)).toMatchObject({ rule: { version: 2, xp: 80, dailyCap: null } });
    expect(
      await act('reviseXpRule', { ...input, idempotencyKey: 'rule-2', validFrom: before.toISOString() }, ask),
    ).toMatchObject({
      code: 'XP_RULE_INVALID',
    });
    game.clock.advance(5 * MINUTE_MS);
    const other = newId();
    await hearFact(game.scope(), { userId, kind: 'BUG_REPORTED', sourceEventId: newId(), happenedAt: before });
    await hear(other, 'BUG_REPORTED');
    expect(
      await rows("select rule_version, amount from xp_entry where activity = 'BUG_REPORTED' order by rule_version"),
    ).toEqual([
      { rule_version: 1, amount: 50 },
      { rule_version: 2, amount: 80 },
    ]);
    await expect(rows("update xp_rule_version set xp = 1 where activity = 'BUG_REPORTED'")).rejects.toThrow(
      'append-only',
    );
    const { data } = await game.graphql('{ xpRules(activity: "BUG_REPORTED") { version xp } }', {}, { userId });
    expect(data).toEqual({
      xpRules: [
        { version: 2, xp: 80 },
        { version: 1, xp: 50 },
      ],
    });
  });

  test('sees two people who award each other, and may take named facts back with what they were worth', async () => {
    const other = newId();
    for (let day = 0; day < 5; day++) {
      await hear(userId, 'KUDOS_RECEIVED', { counterpartId: other });
      await hear(other, 'KUDOS_RECEIVED', { counterpartId: userId });
      game.clock.advance(86_400_000);
    }
    const before = await xpOf(userId);
    const found = (await openSuspicions()).filter(({ facts }) => facts.some(({ user }) => user.id === userId));
    expect(found).toMatchObject([{ signal: 'MUTUAL_AWARDS', fromOther: 5, toOther: 5 }]);
    expect(before).toBeGreaterThanOrEqual(100); // nothing was held back

    const { id, facts } = found[0]!;
    const mine = facts.filter(({ user }) => user.id === userId).map((fact) => fact.id);
    const input = { suspicionId: id, decision: 'TAKEN_BACK', reason: 'arranged', idempotencyKey: `review-${id}` };
    const ask = '... on SuspicionReviewed { suspicion { decision facts { id takenBack } } }';
    expect(await act('reviewSuspicion', { ...input, factIds: [newId()] }, ask)).toMatchObject({
      code: 'SUSPICION_FACTS_INVALID',
    });
    const reviews = await Promise.all(
      [1, 2, 3].map(() => act('reviewSuspicion', { ...input, factIds: mine.slice(0, 2) }, ask)),
    );
    for (const review of reviews) {
      expect(review).toMatchObject({ suspicion: { decision: 'TAKEN_BACK' } });
      const { suspicion } = review as { suspicion: { facts: { takenBack: boolean }[] } };
      expect(suspicion.facts.filter(({ takenBack }) => takenBack)).toHaveLength(2);
    }
    expect(before - (await xpOf(userId))).toBeGreaterThanOrEqual(40);
    expect(
      await rows(
        'select reason from xp_entry where user_id = $1 and compensates_id is not null and reason is not null',
        userId,
      ),
    ).toEqual([{ reason: 'arranged' }, { reason: 'arranged' }]);
    expect(
      await act('reviewSuspicion', { ...input, decision: 'DISMISSED', idempotencyKey: 'again' }, ask),
    ).toMatchObject({
      code: 'SUSPICION_DECIDED',
    });
  });

  test('sees more facts in an hour than a person does, one suspicion a day, and may dismiss it', async () => {
    for (let n = 0; n < 64; n++) await hear(userId, 'POLL_VOTE', { subjectId: newId() });
    const found = (await openSuspicions()).filter(({ user }) => user.id === userId);
    expect(found).toMatchObject([{ signal: 'VELOCITY', thisHour: 64 }]);
    const before = await xpOf(userId);
    const input = {
      suspicionId: found[0]!.id,
      decision: 'DISMISSED',
      reason: 'an election night',
      idempotencyKey: 'ok',
    };
    expect(
      await act('reviewSuspicion', input, '... on SuspicionReviewed { suspicion { reason decidedBy { id } } }'),
    ).toMatchObject({
      suspicion: { reason: 'an election night', decidedBy: { id: admin.userId } },
    });
    expect(await xpOf(userId)).toBe(before);
    expect((await openSuspicions()).filter(({ user }) => user.id === userId)).toEqual([]);
  });
});

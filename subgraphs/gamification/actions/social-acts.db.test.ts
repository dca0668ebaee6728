import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { socialWorld, type SocialWorld } from '../testing/social-world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: SocialWorld;
let ann: string;
let bob: string;
beforeAll(async () => {
  world = await socialWorld();
});
afterAll(() => world.game.stop());
beforeEach(async () => {
  [ann, bob] = [await world.player(), await world.player()];
});

const xpOf = async (userId: string, activity: string) =>
  (
    await world.rows<{ xp: number }>(
      'select coalesce(sum(amount), 0)::int as xp from xp_entry where user_id = $1 and activity = $2',
      userId,
      activity,
    )
  )[0]!.xp;
const names = (answers: { __typename: string }[]) => answers.map(({ __typename }) => __typename).sort();
const scores = async (userId: string) =>
  (
    await world.ask<{ _entities: [{ gamification: { reputation: number; communityScore: number } }] }>(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { gamification { reputation communityScore } } } }',
      { userId },
      { r: [{ __typename: 'User', id: userId }] },
    )
  )._entities[0].gamification;

describe('kudos', () => {
  const give = (from: string, receiverId: string, more: object = {}) =>
    world.act('giveKudos', { receiverId, text: 'Thank you!', ...more }, { userId: from });

  test('are worth XP to both, and go with all of it when they are withdrawn', async () => {
    const given = await give(ann, bob);
    expect([await xpOf(ann, 'KUDOS_GIVEN'), await xpOf(bob, 'KUDOS_RECEIVED')]).toEqual([10, 20]);
    expect(await scores(bob)).toEqual({ reputation: 3, communityScore: 0 });
    expect((await scores(ann)).communityScore).toBe(5);
    expect(await world.rows('select body from outbox where aggregate_id = $1 and type = $2', ann, 'kudos.given')).toEqual([{ body: { kudosId: given.kudosId, giverId: ann, receiverId: bob } }]); // prettier-ignore
    const withdraw = () => world.act('withdrawKudos', { kudosId: given.kudosId }, { userId: ann });
    expect(names(await Promise.all([withdraw(), withdraw()]))).toEqual(['KudosWithdrawn', 'NotFound']);
    expect([await xpOf(ann, 'KUDOS_GIVEN'), await xpOf(bob, 'KUDOS_RECEIVED')]).toEqual([0, 0]);
    expect(await scores(bob)).toEqual({ reputation: 0, communityScore: 0 });
  });

  test('toggled 100 times, over ten days and ten people, are never worth more than the caps of a day', async () => {
    const receivers = await Promise.all(Array.from({ length: 10 }, () => world.player()));
    let toggled = 0;
    for (let day = 0; day < 10; day++) {
      for (const receiver of receivers) {
        const { kudosId } = await give(ann, receiver);
        expect(await xpOf(ann, 'KUDOS_GIVEN')).toBeLessThanOrEqual(50);
        await world.act('withdrawKudos', { kudosId }, { userId: ann });
        toggled += 1;
      }
      expect(await give(ann, receivers[0]!)).toMatchObject({ __typename: 'GameLimitReached', limit: 1 });
      world.game.clock.advance(DAY_MS);
    }
    expect(toggled).toBe(100);
    const sums = await Promise.all([ann, ...receivers].map((userId) => world.rows('select xp from player where user_id = $1', userId))); // prettier-ignore
    expect(sums.flat()).toEqual(Array.from({ length: 11 }, () => ({ xp: 0 })));
    expect(await world.rows('select 1 from badge_award where user_id = $1 and revoked_at is null', ann)).toEqual([]);
  });

  test('of one pair are given once a day by parallel requests, in both directions at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? give(ann, bob) : give(bob, ann))));
    expect(names(answers)).toEqual([...Array<string>(10).fill('GameLimitReached'), 'KudosGiven', 'KudosGiven']);
    expect([await xpOf(ann, 'KUDOS_GIVEN'), await xpOf(ann, 'KUDOS_RECEIVED')]).toEqual([10, 20]);
  });

  test('are given once under one key, whoever asks how often, and the key is good for one body', async () => {
    const idempotencyKey = newId();
    const answers = await Promise.all(Array.from({ length: 8 }, () => give(ann, bob, { idempotencyKey })));
    expect(new Set(answers.map(({ kudosId }) => kudosId)).size).toBe(1);
    expect(await give(ann, bob, { idempotencyKey, text: 'Other' })).toMatchObject({ __typename: 'IdempotencyKeyReused', differs: ['text'] }); // prettier-ignore
  });

  test.each([
    ['to oneself', (): Promise<object> => give(ann, ann), 'KudosToSelf'],
    ['to nobody', () => give(ann, newId()), 'NotFound'],
    ['without a word', () => give(ann, bob, { text: '  ' }), 'GameTextInvalid'],
    ['in too many', () => give(ann, bob, { text: 'x'.repeat(281) }), 'GameTextInvalid'],
    ['that turn the writing around', () => give(ann, bob, { text: 'a\u202eb' }), 'GameTextInvalid'],
  ])('%s are refused and leave nothing', async (_, attempt, refusal) => {
    expect(await attempt()).toMatchObject({ __typename: refusal });
    expect(await world.rows('select 1 from kudos where giver_id = $1', ann)).toEqual([]);
  });
});

describe('an idea', () => {
  const post = () => world.act('postIdea', { title: 'Tea', text: 'More of it.' }, { userId: ann });

  test('is worth XP, makes the third one a badge, and takes both with it', async () => {
    const posted = [await post(), await post(), await post()];
    const badges = () => world.rows<{ code: string }>("select b.code from badge_award a join badge b on b.id = a.badge_id where user_id = $1 and revoked_at is null", ann); // prettier-ignore
    expect(await badges()).toEqual([{ code: 'IDEA_GENERATOR_1' }]);
    expect(await xpOf(ann, 'ACHIEVEMENT_UNLOCKED')).toBe(100);
    await world.act('withdrawIdea', { ideaId: posted[1]!.ideaId }, { userId: ann });
    expect(await badges()).toEqual([]);
    expect([await xpOf(ann, 'IDEA'), await xpOf(ann, 'ACHIEVEMENT_UNLOCKED')]).toEqual([30, 0]);
  });

  test('is posted five times a day at most, also in parallel and when some are withdrawn', async () => {
    const first = await post();
    await world.act('withdrawIdea', { ideaId: first.ideaId }, { userId: ann });
    const answers = await Promise.all(Array.from({ length: 7 }, post));
    expect(names(answers).filter((name) => name === 'IdeaPosted')).toHaveLength(4);
    const { ideas } = await world.ask<{ ideas: { edges: unknown[] } }>('query ($by: ID) { ideas(authorId: $by) { edges { node { author { id } } } } }', { userId: bob }, { by: ann }); // prettier-ignore
    expect(ideas.edges).toHaveLength(4);
  });
});

describe('a poll', () => {
  const create = async (more: object = {}) => {
    const closesAt = new Date(world.game.clock.now().getTime() + HOUR_MS).toISOString();
    return world.act('createPoll', { question: 'Tea?', options: ['yes', 'no'], closesAt, ...more }, { userId: ann });
  };
  const vote = (pollId: unknown, userId: string, option = 1) => world.act('votePoll', { pollId, option }, { userId });

  test('takes one vote per person, however many arrive at once, and shows the votes to who voted', async () => {
    const { pollId } = await create();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => vote(pollId, bob, 1 + (i % 2))));
    expect(names(answers)).toEqual([...Array<string>(7).fill('PollAlreadyVoted'), 'PollVoted']);
    expect(await xpOf(bob, 'POLL_VOTE')).toBe(5);
    expect(await world.rows('select count(*)::int as n from poll_vote where poll_id = $1', pollId)).toEqual([{ n: 1 }]);
    const seenBy = async (userId: string) =>
      (await world.ask<{ polls: { edges: { node: { id: string; options: { votes: number | null }[] } }[] } }>('{ polls { edges { node { id options { votes } } } } }', { userId })).polls.edges.find(({ node }) => node.id === pollId)!.node.options.map(({ votes }) => votes); // prettier-ignore
    expect((await seenBy(bob)).reduce((sum: number, votes) => sum + votes!, 0)).toBe(1);
    expect(await seenBy(ann)).toEqual([null, null]);
    expect(await world.act('withdrawPoll', { pollId }, { userId: ann })).toMatchObject({ __typename: 'PollHasVotes' });
  });

  test('is closed by the business clock, to the millisecond', async () => {
    const { pollId } = await create();
    world.game.clock.advance(HOUR_MS - 1);
    expect(await vote(pollId, ann)).toMatchObject({ __typename: 'PollVoted' });
    world.game.clock.advance(1);
    expect(await vote(pollId, bob)).toMatchObject({ __typename: 'PollClosed', closedAt: world.game.clock.now().toISOString() }); // prettier-ignore
    expect(await xpOf(bob, 'POLL_VOTE')).toBe(0);
  });

  test.each([
    ['one option', { options: ['yes'] }, 'PollInvalid'],
    ['the same option twice', { options: ['Yes', 'yes '] }, 'PollInvalid'],
    ['a closing time that is past', { closesAt: '2020-01-01T00:00:00Z' }, 'PollInvalid'],
    ['an empty option', { options: ['yes', ''] }, 'GameTextInvalid'],
  ])('with %s is refused', async (_, more, name) => {
    expect(await create(more)).toMatchObject({ __typename: name });
  });

  test('has no other option than its own, and is withdrawn as long as nobody voted', async () => {
    const { pollId } = await create();
    expect(await vote(pollId, bob, 3)).toMatchObject({ __typename: 'PollOptionUnknown' });
    expect(await world.act('withdrawPoll', { pollId }, { userId: ann })).toMatchObject({ __typename: 'PollWithdrawn' });
    expect(await vote(pollId, bob)).toMatchObject({ __typename: 'NotFound' });
  });
});

test('lists cost the same number of statements for two rows as for twenty', async () => {
  const closesAt = new Date(world.game.clock.now().getTime() + HOUR_MS).toISOString();
  for (let i = 0; i < 20; i++) {
    const userId = await world.player();
    await world.act('postIdea', { title: `Idea ${i}`, text: 'x' }, { userId });
    await world.act('giveKudos', { receiverId: bob, text: 'x' }, { userId });
    await world.act('createPoll', { question: `Poll ${i}`, options: ['a', 'b'], closesAt }, { userId });
    await world.act('createGoal', { title: `Goal ${i}`, target: 2, unit: 'x' }, { userId: bob });
  }
  const statements = async (first: number) => {
    world.game.statements.length = 0;
    const answer = await world.ask<Record<string, { edges: unknown[] }>>(
      `query ($first: Int!, $r: [_Any!]!) {
        ideas(first: $first) { edges { node { title author { id gamification { reputation } } } } }
        polls(first: $first) { edges { node { question myVote options { votes } author { id } } } }
        myGoals(first: $first) { edges { node { title } } }
        badges { code myProgress { have need } }
        myQuests { code status steps { done } }
        _entities(representations: $r) { ... on User { gamification { reputation communityScore
          kudos(first: $first) { edges { node { giver { id gamification { communityScore } } } } }
          badges(first: $first) { edges { node { badge { code } } } } } } } }`,
      { userId: bob },
      { first, r: [{ __typename: 'User', id: bob }] },
    );
    expect(answer.ideas!.edges).toHaveLength(first);
    return world.game.statements.length;
  };
  expect(await statements(20)).toBe(await statements(2));
});

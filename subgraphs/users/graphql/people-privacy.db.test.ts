import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '#chassis/identity/caller';
import { mutate, person, skillId } from '../testing/people.ts';
import type { Person } from '../testing/people.ts';
import { usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
let admin: Person;
beforeAll(async () => {
  world = await usersWorld();
  admin = await person(world, 'ADMIN');
});
afterAll(() => world.stop());

const NOBODY = '01900000-0000-7000-8000-00000000dead';

/** Everything of a person that the graph offers to others. */
const SIGHT = `id displayName showsActivity showsReputation
  profile { bio lastActiveAt } skills { level } portfolio { title }`;

type Sight = {
  profile: { bio: string; lastActiveAt: string | null } | null;
  skills: object[] | null;
  portfolio: { title: string }[];
};

/** A person with something in every section, and his privacy set. */
async function exhibitor(name: string, privacy: object): Promise<Person> {
  const one = await person(world);
  await mutate(world, 'updateProfile', { expectedVersion: 1, username: name, bio: 'a bio' }, one.caller);
  await mutate(world, 'addSkill', { skillId: skillId(1), level: 3 }, one.caller);
  await mutate(world, 'addPortfolioItem', { title: 'shown' }, one.caller);
  await mutate(world, 'addPortfolioItem', { title: 'kept', isPublic: false }, one.caller);
  await mutate(world, 'updatePrivacy', { expectedVersion: 2, ...privacy }, one.caller);
  return one;
}

async function befriend(a: Person, b: Person): Promise<void> {
  await mutate(world, 'requestConnection', { userId: b.userId, kind: 'FRIEND' }, a.caller);
  await mutate(world, 'requestConnection', { userId: a.userId, kind: 'FRIEND' }, b.caller);
}

/** The three ways to a person: by user name, by reference from a neighbour, by search. */
async function waysTo(one: Person, username: string, by: Partial<Caller>) {
  const byName = await world.ask<Sight | null>(
    `query ($u: String!) { publicProfile(username: $u) { ${SIGHT} } }`,
    { u: username },
    by,
  );
  const byReference = await world.ask<(Sight | null)[]>(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${SIGHT} } } }`,
    { r: [{ __typename: 'User', id: one.userId }] },
    by,
  );
  const found = await world.ask<{ edges: { node: { id: string } }[] }>(
    'query { searchUsers(query: "Ada", first: 100) { edges { node { id } } } }',
    {},
    by,
  );
  return { byName, byReference: byReference[0]!, found: found.edges.some((edge) => edge.node.id === one.userId) };
}

describe('what is seen of a person', () => {
  test.each([
    // privacy                                           asker        seen   found  activity skills portfolio
    [{}, 'stranger', true, true, true, true, ['shown']],
    [{ showActivity: false, showSkills: false }, 'stranger', true, true, false, false, ['shown']],
    [{ isPublic: false }, 'stranger', false, false, false, false, []],
    [{ isPublic: false }, 'friend', true, false, true, true, ['shown']],
    [{ isPublic: false, showSkills: false }, 'friend', true, false, true, false, ['shown']],
    [
      { isPublic: false, showActivity: false, showSkills: false },
      'himself',
      true,
      false,
      true,
      true,
      ['shown', 'kept'],
    ],
    [{ isPublic: false, showActivity: false, showSkills: false }, 'admin', true, false, true, true, ['shown', 'kept']],
  ] as const)('with %j by %s', async (privacy, asker, seen, found, activity, skills, portfolio) => {
    const username = `p_${Math.abs(
      JSON.stringify([privacy, asker])
        .split('')
        .reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) | 0, 7),
    )}`;
    const one = await exhibitor(username, privacy);
    const stranger = await person(world);
    if (asker === 'friend') await befriend(one, stranger);
    const by = { stranger, friend: stranger, himself: one, admin }[asker].caller;
    const ways = await waysTo(one, username, by);
    expect(ways.byName).toEqual(ways.byReference);
    expect(ways.found).toBe(found);
    expect(ways.byName !== null).toBe(seen);
    expect(ways.byName?.profile?.bio).toBe(seen ? 'a bio' : undefined);
    expect(Boolean(ways.byName?.profile?.lastActiveAt)).toBe(activity);
    expect(Boolean(ways.byName?.skills)).toBe(skills);
    expect(ways.byName?.portfolio.map((item) => item.title) ?? []).toEqual(portfolio);
  });

  test('a hidden person answers exactly like one that does not exist', async () => {
    const hidden = await exhibitor('hidden_one', { isPublic: false });
    const stranger = await person(world);
    const ways = await waysTo(hidden, 'hidden_one', stranger.caller);
    const none = await waysTo({ ...hidden, userId: NOBODY }, 'nobody_at_all', stranger.caller);
    expect(ways).toEqual(none);
    const endorse = (userId: string) => mutate(world, 'endorseSkill', { userId, skillId: skillId(1) }, stranger.caller);
    expect(await endorse(hidden.userId)).toEqual(await endorse(NOBODY));
  });

  test('a hidden skill is neither found nor endorsed', async () => {
    const one = await exhibitor('secret_skill', { showSkills: false });
    const stranger = await person(world);
    const found = await world.ask<{ edges: { node: { id: string } }[] }>(
      'query ($s: [ID!]) { searchUsers(skillIds: $s, first: 100) { edges { node { id } } } }',
      { s: [skillId(1)] },
      stranger.caller,
    );
    expect(found.edges.map((edge) => edge.node.id)).not.toContain(one.userId);
    const answer = await mutate(world, 'endorseSkill', { userId: one.userId, skillId: skillId(1) }, stranger.caller);
    expect(answer).toMatchObject({ code: 'NOT_FOUND' });
  });

  test("what is nobody else's business is refused to others and answered to himself and administrators", async () => {
    const one = await exhibitor('private_parts', {});
    const stranger = await person(world);
    const ask = (field: string, by: Partial<Caller>) =>
      world.users.graphql(`{ publicProfile(username: "private_parts") { ${field} } }`, {}, by);
    const fields = ['roles { role reason }', 'skillGap { name }', 'profile { completeness }', 'profile { missing }'];
    fields.push('profile { completedAt }', 'profile { version }', 'profile { privacy { isPublic } }');
    for (const field of fields) {
      expect((await ask(field, stranger.caller)).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
      expect((await ask(field, one.caller)).errors).toBeUndefined();
      expect((await ask(field, admin.caller)).errors).toBeUndefined();
    }
  });
});

describe("somebody else's id", () => {
  test('answers exactly like a missing one, and changes nothing', async () => {
    const [owner, thief] = [await person(world), await person(world)];
    const made = await mutate(
      world,
      'addPortfolioItem',
      { title: 'mine' },
      owner.caller,
      '... on PortfolioUpdated { user { portfolio { id } } }',
    );
    const itemId = (made['user'] as { portfolio: { id: string }[] }).portfolio[0]!.id;
    await mutate(world, 'addSkill', { skillId: skillId(5), level: 2 }, owner.caller);
    const asked = await mutate(
      world,
      'requestConnection',
      { userId: owner.userId, kind: 'OTHER' },
      admin.caller,
      '... on ConnectionChanged { connectionId }',
    );
    const attempts: [string, (id: string) => object, string][] = [
      ['updatePortfolioItem', (id) => ({ itemId: id, title: 'stolen' }), itemId],
      ['removePortfolioItem', (id) => ({ itemId: id }), itemId],
      ['orderPortfolio', (id) => ({ itemIds: [id] }), itemId],
      ['respondConnection', (id) => ({ connectionId: id, accept: true }), String(asked['connectionId'])],
      ['cancelConnection', (id) => ({ connectionId: id }), String(asked['connectionId'])],
      ['setSkillLevel', (id) => ({ skillId: id, level: 5 }), skillId(5)],
      ['removeSkill', (id) => ({ skillId: id }), skillId(5)],
    ];
    const state = async () =>
      JSON.stringify([
        await world.rows('select * from portfolio_item where user_id = $1', owner.userId),
        await world.rows('select * from user_skill where user_id = $1', owner.userId),
        await world.rows('select * from user_connection where target_id = $1', owner.userId),
      ]);
    const before = await state();
    for (const [name, input, id] of attempts) {
      const stolen = await mutate(world, name, input(id), thief.caller);
      expect(stolen).toEqual(await mutate(world, name, input(NOBODY), thief.caller));
      expect(stolen).toEqual(await mutate(world, name, input('nonsense'), thief.caller));
      expect(stolen['code']).toBe(name === 'orderPortfolio' ? 'PORTFOLIO_ORDER_INVALID' : 'NOT_FOUND');
    }
    expect(await state()).toBe(before);
  });
});

test('anonymous callers get nothing of the people half', async () => {
  const one = await exhibitor('for_members', {});
  const reads = [
    'publicProfile(username: "for_members") { id }',
    'searchUsers { edges { node { id } } }',
    'skills { id }',
    'roles { name }',
  ];
  for (const read of [
    ...reads,
    'myContacts { edges { node { id } } }',
    'permissions',
    'myPermissions',
    'can(resource: "user", action: "read")',
    'rbacStats { role }',
  ])
    expect((await world.users.graphql(`{ ${read} }`)).errors?.[0]?.extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  const entity = await world.ask<unknown[]>(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { displayName } } }',
    { r: [{ __typename: 'User', id: one.userId }] },
  );
  expect(entity).toEqual([null]);
});

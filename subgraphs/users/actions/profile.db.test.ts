import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mutate, person, skillId } from '../testing/people.ts';
import type { Person } from '../testing/people.ts';
import { usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld();
});
afterAll(() => world.stop());

const PROFILE = '... on ProfileUpdated { user { displayName profile { version completeness missing } } }';
const edit = (by: Person, input: object) => mutate(world, 'updateProfile', input, by.caller, PROFILE);
const versionOf = async (one: Person) =>
  (await world.rows<{ version: number }>('select version from profile where user_id = $1', one.userId))[0]!.version;
const stored = (one: Person) =>
  world.rows('select * from profile join account on id = user_id where user_id = $1', one.userId);
const told = async (one: Person, type: string) =>
  (await world.eventsOf(one.userId)).filter((each) => each === type).length;

const MOST = {
  bio: 'I have been building things that people use for ten years.',
  location: 'Lisbon',
  experienceStartDate: '2016-01-01',
};

describe('a profile', () => {
  test('is complete at 80 without a picture, and says so once, whichever of many edits at once completes it', async () => {
    const ann = await person(world);
    const first = await edit(ann, { expectedVersion: 1, ...MOST });
    expect(first['user']).toMatchObject({
      displayName: 'Ada',
      profile: { version: 2, completeness: 65, missing: ['skills', 'interests', 'avatar'] },
    });
    const rivals = [1, 2, 3, 4].map((ordinal) =>
      mutate(world, 'addSkill', { skillId: skillId(ordinal), level: 3 }, ann.caller),
    );
    await Promise.all([...rivals, edit(ann, { expectedVersion: 2, interests: ['boats'] })]);
    expect(await told(ann, 'profile.completed')).toBe(1);
    await edit(ann, { expectedVersion: 3, bio: null, interests: null });
    const again = await edit(ann, { expectedVersion: 4, ...MOST, interests: ['boats'] });
    expect(again['user']).toMatchObject({ profile: { completeness: 90, missing: ['avatar'] } });
    expect(await told(ann, 'profile.completed')).toBe(1);
  });

  test('is edited from the version that was read: of ten at once one wins', async () => {
    const ann = await person(world);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => edit(ann, { expectedVersion: 1, nickname: `n${n}` })),
    );
    expect(answers.filter((answer) => answer.__typename === 'ProfileUpdated')).toHaveLength(1);
    expect(answers.filter((answer) => answer.__typename === 'ProfileOutdated')).toHaveLength(9);
    expect(await versionOf(ann)).toBe(2);
  });

  test('that is refused stays as it was, whatever the reason', async () => {
    const [ann, bob] = [await person(world), await person(world)];
    await edit(bob, { expectedVersion: 1, username: 'bobby' });
    const before = await stored(ann);
    expect(await edit(ann, { expectedVersion: 1, bio: 'new', username: 'Bobby' })).toMatchObject({
      code: 'USERNAME_TAKEN',
    });
    expect(await edit(ann, { expectedVersion: 1, bio: 'new', websiteUrl: 'javascript:1' })).toMatchObject({
      code: 'PROFILE_INVALID',
    });
    expect(await edit(ann, { expectedVersion: 7, bio: 'new' })).toMatchObject({ code: 'PROFILE_OUTDATED' });
    expect(await stored(ann)).toEqual(before);
  });

  test('gives a user name to one of many who want it at once', async () => {
    const rivals = await Promise.all([1, 2, 3, 4, 5].map(() => person(world)));
    const answers = await Promise.all(rivals.map((one) => edit(one, { expectedVersion: 1, username: 'highlander' })));
    expect(answers.filter((answer) => answer.__typename === 'ProfileUpdated')).toHaveLength(1);
    expect(answers.filter((answer) => answer.__typename === 'UsernameTaken')).toHaveLength(4);
  });
});

describe('skills', () => {
  const add = (by: Person, ordinal: number, level = 3) =>
    mutate(world, 'addSkill', { skillId: skillId(ordinal), level }, by.caller);

  test('are held once each, with a level of 1 to 5, from the catalogue', async () => {
    const ann = await person(world);
    const answers = await Promise.all(Array.from({ length: 5 }, () => add(ann, 1)));
    expect(
      answers
        .map((answer) => answer.__typename)
        .sort()
        .slice(-1),
    ).toEqual(['SkillsUpdated']);
    expect(await add(ann, 1)).toMatchObject({ code: 'SKILL_ALREADY_HELD' });
    expect(await add(ann, 2, 6)).toMatchObject({ code: 'SKILL_LEVEL_INVALID' });
    expect(await add(ann, 99)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.rows('select 1 from user_skill where user_id = $1', ann.userId)).toHaveLength(1);
    const gap = await world.ask<{ skillGap: { name: string }[] }>('{ me { skillGap { name } } }', {}, ann.caller);
    expect(gap.skillGap).toHaveLength(5);
    expect(gap.skillGap.map((skill) => skill.name)).not.toContain('JavaScript');
  });

  test('are endorsed once by each, never by oneself, also by twenty of the same person at once', async () => {
    const [ann, bob] = [await person(world), await person(world)];
    await add(ann, 1);
    await add(bob, 1, 4);
    const endorse = (by: Person, userId: string, ordinal = 1, note?: string) =>
      mutate(world, 'endorseSkill', { userId, skillId: skillId(ordinal), note }, by.caller);
    const answers = await Promise.all(Array.from({ length: 20 }, () => endorse(bob, ann.userId)));
    expect(answers.filter((answer) => answer.__typename === 'SkillEndorsed')).toHaveLength(1);
    expect(answers.filter((answer) => answer['code'] === 'SKILL_ALREADY_ENDORSED')).toHaveLength(19);
    expect(await world.rows('select weight from endorsement where endorsed_id = $1', ann.userId)).toEqual([
      { weight: 4 },
    ]);
    expect(await endorse(ann, ann.userId)).toMatchObject({ code: 'SKILL_OWN_ENDORSEMENT' });
    expect(await endorse(bob, ann.userId, 2)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await endorse(bob, ann.userId, 1, 'x'.repeat(201))).toMatchObject({ code: 'SKILL_NOTE_TOO_LONG' });
  });

  test('are verified by administrators, not by their holder; another level is not verified; it is told once for ever', async () => {
    const [admin, ann] = [await person(world, 'ADMIN'), await person(world)];
    const verify = (by: Person, userId: string) =>
      mutate(world, 'verifySkill', { userId, skillId: skillId(3) }, by.caller);
    const verified = async () =>
      (
        await world.rows('select verified_at is not null as verified from user_skill where user_id = $1', ann.userId)
      )[0];
    await add(ann, 3);
    await add(admin, 3);
    await expect(verify(ann, ann.userId)).rejects.toThrow('FORBIDDEN');
    expect(await verify(admin, admin.userId)).toMatchObject({ code: 'FORBIDDEN' });
    await Promise.all([1, 2, 3, 4].map(() => verify(admin, ann.userId)));
    expect(await verified()).toEqual({ verified: true });
    await mutate(world, 'setSkillLevel', { skillId: skillId(3), level: 5 }, ann.caller);
    expect(await verified()).toEqual({ verified: false });
    await mutate(world, 'removeSkill', { skillId: skillId(3) }, ann.caller);
    await add(ann, 3);
    await verify(admin, ann.userId);
    expect(await verified()).toEqual({ verified: true });
    expect(await told(ann, 'skill.verified')).toBe(1);
  });
});

describe('a portfolio', () => {
  const ITEMS = '... on PortfolioUpdated { user { portfolio { id title } } }';
  const titles = (answer: Record<string, unknown>) =>
    (answer['user'] as { portfolio: { id: string; title: string }[] }).portfolio;

  test("keeps its owner's order, takes fifty items even at once, and nothing that is not acceptable", async () => {
    const ann = await person(world);
    const add = (title: string, more: object = {}) =>
      mutate(world, 'addPortfolioItem', { title, ...more }, ann.caller, ITEMS);
    await add('first');
    const two = titles(await add('second', { externalUrl: 'https://example.org' }));
    expect(two.map((item) => item.title)).toEqual(['first', 'second']);
    const order = (itemIds: string[]) => mutate(world, 'orderPortfolio', { itemIds }, ann.caller, ITEMS);
    const turned = await order(two.map((item) => item.id).reverse());
    expect(titles(turned).map((item) => item.title)).toEqual(['second', 'first']);
    expect(await order([two[0]!.id])).toMatchObject({ code: 'PORTFOLIO_ORDER_INVALID' });
    expect(await order([two[0]!.id, two[0]!.id])).toMatchObject({ code: 'PORTFOLIO_ORDER_INVALID' });
    expect(await add('', { externalUrl: 'http://example.org' })).toMatchObject({ code: 'PORTFOLIO_ITEM_INVALID' });
    const many = await Promise.all(Array.from({ length: 55 }, (_, n) => add(`item ${n}`)));
    expect(many.filter((answer) => answer['code'] === 'PORTFOLIO_FULL')).toHaveLength(7);
    const gone = await mutate(world, 'removePortfolioItem', { itemId: two[0]!.id }, ann.caller, ITEMS);
    expect(titles(gone)).toHaveLength(49);
  });
});

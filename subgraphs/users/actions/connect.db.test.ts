import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mutate, person } from '../testing/people.ts';
import type { Person } from '../testing/people.ts';
import { usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld();
});
afterAll(() => world.stop());

const CONTACT = '... on ConnectionChanged { connectionId contact { status askedByMe user { id } } }';
const request = (by: Person, userId: string) =>
  mutate(world, 'requestConnection', { userId, kind: 'FRIEND' }, by.caller, CONTACT);
const respond = (by: Person, connectionId: unknown, accept: boolean) =>
  mutate(world, 'respondConnection', { connectionId, accept }, by.caller, CONTACT);
const cancel = (by: Person, connectionId: unknown) =>
  mutate(world, 'cancelConnection', { connectionId }, by.caller, CONTACT);
const between = (a: Person, b: Person) =>
  world.rows<{ status: string }>('select status from user_connection where requester_id = any($1) and target_id = any($1)', [a.userId, b.userId]); // prettier-ignore
const contacts = (one: Person, status: string | null = null) =>
  world.ask<{ edges: { node: { status: string; user: { id: string } | null } }[] }>(
    'query ($s: ContactStatus) { myContacts(status: $s) { edges { node { status user { id } } } pageInfo { hasNextPage } } }',
    { s: status },
    one.caller,
  );

test('two who ask each other at the same moment get one connection, accepted, told once; in every round', async () => {
  for (let round = 0; round < 8; round++) {
    const [ann, bob] = [await person(world), await person(world)];
    const answers = await Promise.all([request(ann, bob.userId), request(bob, ann.userId), request(ann, bob.userId)]);
    expect(answers.every((answer) => ['ConnectionChanged', 'AlreadyConnected'].includes(answer.__typename))).toBe(true);
    expect(await between(ann, bob)).toEqual([{ status: 'ACCEPTED' }]);
    const told = [...(await world.eventsOf(ann.userId)), ...(await world.eventsOf(bob.userId))];
    expect(told.filter((type) => type === 'connection.accepted')).toHaveLength(1);
  }
});

test('a request is answered by whom it was made to, once, and either side ends the connection', async () => {
  const [ann, bob, eve] = [await person(world), await person(world), await person(world)];
  const { connectionId } = await request(ann, bob.userId);
  expect(await respond(ann, connectionId, true)).toMatchObject({ code: 'NOT_FOUND' });
  const answers = await Promise.all([respond(bob, connectionId, true), respond(bob, connectionId, false)]);
  expect(answers.map((answer) => answer.__typename).sort()).toEqual(['ConnectionChanged', 'ConnectionNotPending']);
  expect(await cancel(eve, connectionId)).toMatchObject({ code: 'NOT_FOUND' });
  await world.rows(`update user_connection set status = 'ACCEPTED' where id = $1`, connectionId);
  expect(await cancel(bob, connectionId)).toMatchObject({ __typename: 'ConnectionChanged', contact: null });
  expect(await between(ann, bob)).toEqual([]);
  expect(await cancel(bob, connectionId)).toMatchObject({ code: 'NOT_FOUND' });
  expect((await world.eventsOf(bob.userId)).filter((type) => type === 'connection.ended')).toHaveLength(1);
});

test('a request that is withdrawn ends nothing that anybody was told of', async () => {
  const [ann, bob] = [await person(world), await person(world)];
  const { connectionId } = await request(ann, bob.userId);
  expect(await cancel(ann, connectionId)).toMatchObject({ __typename: 'ConnectionChanged' });
  expect(await world.eventsOf(ann.userId)).not.toContain('connection.ended');
});

test('a rejection is not announced to the one who asked: he reads PENDING everywhere, also when he asks again', async () => {
  const [ann, bob] = [await person(world), await person(world)];
  const { connectionId } = await request(ann, bob.userId);
  expect(await respond(bob, connectionId, false)).toMatchObject({ contact: { status: 'REJECTED', askedByMe: false } });
  expect(await request(ann, bob.userId)).toMatchObject({ contact: { status: 'PENDING', askedByMe: true } });
  expect((await contacts(ann, 'PENDING')).edges.map((edge) => edge.node)).toEqual([
    { status: 'PENDING', user: { id: bob.userId } },
  ]);
  expect((await contacts(ann, 'REJECTED')).edges).toEqual([]);
  expect((await contacts(bob, 'REJECTED')).edges).toHaveLength(1);
  expect(await between(ann, bob)).toEqual([{ status: 'REJECTED' }]);
});

test('nobody connects with himself, with somebody hidden or with nobody; who was asked by somebody hidden may answer him', async () => {
  const [ann, bob] = [await person(world), await person(world)];
  await mutate(world, 'updatePrivacy', { expectedVersion: 1, isPublic: false }, bob.caller);
  expect(await request(ann, ann.userId)).toMatchObject({ code: 'CONNECTION_TO_SELF' });
  const hidden = await request(ann, bob.userId);
  const missing = await request(ann, '01900000-0000-7000-8000-00000000dead');
  expect(hidden).toEqual(missing);
  expect(hidden).toMatchObject({ code: 'NOT_FOUND' });
  const { connectionId } = await request(bob, ann.userId);
  expect((await contacts(ann)).edges[0]!.node.user).toEqual({ id: bob.userId });
  expect(await respond(ann, connectionId, true)).toMatchObject({
    contact: { status: 'ACCEPTED', user: { id: bob.userId } },
  });
});

test("one's contacts come page by page, each once, and a cursor of somebody else is refused", async () => {
  const [ann, bob] = [await person(world), await person(world)];
  const others = await Promise.all([1, 2, 3, 4, 5].map(() => person(world)));
  for (const other of others) await request(other, ann.userId);
  const page = (by: Person, after: string | null) =>
    world.ask<{ edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }>(
      'query ($a: String) { myContacts(first: 2, after: $a) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
      { a: after },
      by.caller,
    );
  const seen: string[] = [];
  let after: string | null = null;
  for (let more = true; more;) {
    const { edges, pageInfo }: Awaited<ReturnType<typeof page>> = await page(ann, after);
    seen.push(...edges.map((edge) => edge.node.id));
    ({ hasNextPage: more, endCursor: after } = pageInfo);
  }
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
  await expect(page(bob, after)).rejects.toThrow('BAD_USER_INPUT');
});

test('requests and administrators who act on the same two people at once wait for each other and never deadlock', async () => {
  const [ann, bob] = [await person(world, 'ADMIN'), await person(world, 'ADMIN')];
  const role = { role: 'VIEWER', reason: 'test' };
  world.users.complaints.length = 0;
  for (let round = 0; round < 6; round++) {
    const acts = [1, 2, 3].flatMap(() => [
      request(bob, ann.userId),
      request(ann, bob.userId),
      mutate(world, 'assignRole', { ...role, userId: bob.userId }, ann.caller),
      mutate(world, 'assignRole', { ...role, userId: ann.userId }, bob.caller),
    ]);
    await Promise.all(acts);
    await world.rows('delete from user_connection where requester_id = any($1)', [ann.userId, bob.userId]);
    await world.rows(`delete from user_role where role = 'VIEWER'`);
  }
  expect(world.users.complaints).toEqual([]);
});

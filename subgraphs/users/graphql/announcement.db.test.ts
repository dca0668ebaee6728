import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import type { SubgraphResult } from '#chassis/mount/endpoint';
import { followChanges } from '#chassis/testing/changes';
import { callerOf } from '#chassis/testing/mounted';
import { mutate, person, type Person } from '../testing/people.ts';
import { usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
let admin: Person;
let member: Person;
beforeAll(async () => {
  world = await usersWorld({}, { background: true });
  admin = await person(world, 'ADMIN');
  member = await person(world);
});
afterAll(() => world.stop());

const FIELDS = `... on AnnouncementSent { announcement { id title body severity sentAt } }
  ... on AnnouncementInvalid { issues { field message } } ... on IdempotencyKeyReused { differs }`;
const send = (by: Pick<Person, 'caller'>, input: object = {}) =>
  mutate(world, 'sendAnnouncement', { title: 'Pause', body: 'At noon.', idempotencyKey: newId(), ...input }, by.caller, FIELDS); // prettier-ignore
const idOf = (answer: object) => (answer as { announcement: { id: string } }).announcement.id;
const written = async () =>
  JSON.stringify([
    await world.rows('select * from announcement order by id'),
    await world.rows('select count(*) from outbox'),
    await world.rows('select count(*) from security_log'),
    await world.rows('select actor_id, key from answered order by 1, 2'),
  ]);

// first: what others sent shortly before may still be told to a stream that begins
test('the door hears of one when it is sent: lists that it keeps are stale', async () => {
  const stream = await followChanges(world.users.mounted);
  expect((await stream.next()).tags).toEqual([]);
  await send(admin);
  expect((await stream.untilTags()).tags).toEqual(['Announcement']);
  await stream.stop();
});

describe('an announcement', () => {
  test('is told by whoever may now: not by a member, an old token or a stale authentication, and nothing is left behind', async () => {
    const before = await written();
    await expect(send(member)).rejects.toThrow('FORBIDDEN');
    await expect(send({ caller: {} })).rejects.toThrow('UNAUTHENTICATED');
    const forged = { caller: { ...member.caller, permissions: ['notification.send'], roles: ['ADMIN'] } };
    expect(await send(forged)).toMatchObject({ code: 'FORBIDDEN' });
    const stale = { caller: { ...admin.caller, freshAuthAt: world.wall.now().getTime() - 600_001 } };
    expect(await send(stale)).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    expect(await written()).toBe(before);
  });

  test.each([
    ['an empty title', 'title', { title: '' }],
    ['a blank title', 'title', { title: ' \n ' }],
    ['a title that is too long', 'title', { title: 'x'.repeat(121) }],
    ['a title of two lines', 'title', { title: 'two\nlines' }],
    ['a title that turns its reader round', 'title', { title: 'turned \u202e round' }],
    ['a blank body', 'body', { body: '\u3000' }],
    ['a body that is too long', 'body', { body: 'x'.repeat(4_001) }],
    ['a body with a control character', 'body', { body: 'bell \u0007' }],
  ])('with %s is refused and says so of the field', async (_, field, input) => {
    const before = await written();
    expect(await send(admin, input)).toMatchObject({ code: 'ANNOUNCEMENT_INVALID', issues: [{ field }] });
    expect(await written()).toBe(before);
  });

  test('may be as long as is said, counted in characters, and keeps its lines', async () => {
    const title = '🎉'.repeat(120);
    const body = `${'é'.repeat(2_000)}\n${'🎉'.repeat(1_999)}`;
    const sent = await send(admin, { title: ` ${title} `, body, severity: 'CRITICAL' });
    expect(sent).toMatchObject({ announcement: { title, body, severity: 'CRITICAL' } });
  });

  test('is sent once per key, however often and at once; another text or a key of somebody else is another matter', async () => {
    const idempotencyKey = newId();
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(admin, { idempotencyKey })));
    const id = idOf(answers[0]!);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await world.eventsOf(id)).toEqual(['announcement.sent']);
    expect(await send(admin, { idempotencyKey, body: 'At one.' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      differs: ['body'],
    });
    expect(idOf(await send(await person(world, 'ADMIN'), { idempotencyKey }))).not.toBe(id);
    const lines = await world.rows(
      `select actor_id, user_id, detail from security_log where kind = 'announcement_sent' and detail->>'announcementId' = $1`,
      id,
    );
    expect(lines).toEqual([
      { actor_id: admin.userId, user_id: null, detail: { announcementId: id, severity: 'INFO' } },
    ]);
    expect(await world.rows('select sent_by, title from announcement where id = $1', id)).toEqual([
      { sent_by: admin.userId, title: 'Pause' },
    ]);
  });

  test('stays as it was: the database refuses to change or remove it', async () => {
    const id = idOf(await send(admin));
    for (const act of [`update announcement set title = 'x' where id = '${id}'`, 'delete from announcement', 'truncate announcement'])
      await expect(world.rows(act)).rejects.toThrow(/permission denied|append-only/); // prettier-ignore
  });
});

describe('announcements live', () => {
  async function follow(caller: Partial<Caller>, after?: string) {
    const stream = await world.users.mounted.endpoint.subscribe({
      query: 'subscription { announcement { id title body severity sentAt } }',
      variables: {},
      caller: callerOf(caller),
      ...(after !== undefined && { after }),
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
    const until = async (id: string) => {
      for (;;) {
        const { value, done } = (await stream.next()) as { value: SubgraphResult; done?: boolean };
        if (done || value.errors) throw new Error(`the stream ended: ${JSON.stringify(value)}`);
        const told = value.data?.['announcement'] as { id: string } | undefined;
        if (told?.id === id) return { told, position: value.extensions?.['position'] as string };
      }
    };
    return { until, stop: () => stream.return!() };
  }

  test('reach two people and a stream in nobody’s name alike, with a position from which one who was away goes on', async () => {
    const other = await person(world);
    const everyone: Caller = { ...ANONYMOUS, kind: 'everyone', requestId: 'everyone' };
    const streams = await Promise.all([member.caller, other.caller, everyone].map((caller) => follow(caller)));
    const first = await send(admin, { severity: 'WARNING' });
    const told = await Promise.all(streams.map(({ until }) => until(idOf(first))));
    for (const one of told) expect(one.told).toEqual(first['announcement']);
    for (const { position } of told) expect(position).toEqual(expect.any(String));
    await Promise.all(streams.map(({ stop }) => stop()));
    const second = await send(admin, { title: 'While nobody listened' });
    const again = await follow(other.caller, told[1]!.position);
    expect((await again.until(idOf(second))).told).toEqual(second['announcement']);
    await again.stop();
  });

  test('are not for strangers', async () => {
    await expect(follow({})).rejects.toThrow('UNAUTHENTICATED');
  });
});

describe('the list of announcements', () => {
  const LIST = `query ($after: String) { announcements(first: 2, after: $after) {
    edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
  type List = { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  const list = (caller: Partial<Caller>, after: string | null = null) => world.ask<List>(LIST, { after }, caller);
  const idsOf = ({ edges }: List) => edges.map(({ node }) => node.id);
  let sent: string[];
  beforeEach(async () => {
    sent = [];
    for (const title of ['one', 'two', 'three']) sent.unshift(idOf(await send(admin, { title })));
  });

  test('is newest first, page by page, for everybody who is signed in', async () => {
    const page = await list(member.caller);
    expect(idsOf(page)).toEqual(sent.slice(0, 2));
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(idsOf(await list(member.caller, page.pageInfo.endCursor))[0]).toBe(sent[2]);
    await expect(list({})).rejects.toThrow('UNAUTHENTICATED');
  });

  test('takes only cursors that it signed, from whom it gave them to', async () => {
    const { endCursor } = (await list(member.caller)).pageInfo;
    await expect(list(admin.caller, endCursor)).rejects.toThrow('BAD_USER_INPUT');
    await expect(list(member.caller, `${endCursor}x`)).rejects.toThrow('BAD_USER_INPUT');
  });
});

import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { judgeLink } from '#chassis/files/link';
import { hand, type HandedFile } from '#chassis/files/reference';
import { mutate, person, type Person } from '../testing/people.ts';
import { usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
beforeAll(async () => {
  world = await usersWorld();
});
afterAll(() => world.stop());

const SHOWN = '... on AvatarChanged { user { avatar { url type width height } } }';
const PICTURE = { name: 'me.webp', size: 900, type: 'image/webp', sha256: 'a'.repeat(64), width: 512, height: 300 };
const handed = (
  to: { userId: string; purpose?: string },
  changes: { forMs?: number; file?: object } = {},
): HandedFile => {
  const until = world.wall.now().getTime() + (changes.forMs ?? 60_000);
  const picture = { ...PICTURE, id: newId(), ...changes.file };
  return hand(picture, { userId: to.userId, purpose: to.purpose ?? 'avatar' }, until, world.fileKey);
};
const set = (by: Person, file: HandedFile) => mutate(world, 'uploadAvatar', { file }, by.caller, SHOWN);
const remove = (by: Person) =>
  world.ask(`mutation { removeAvatar { __typename ${SHOWN} } }`, {}, by.caller) as Promise<Record<string, unknown>>;
const standings = (ids: string[], viewer: Partial<Person> | null, permissions: string[] = []) =>
  world.ask<{ kept: boolean; readable: boolean }[]>(
    'query ($ids: [ID!]!, $viewer: ID, $permissions: [String!]!) { fileStandings(ids: $ids, viewerId: $viewer, permissions: $permissions) { kept readable } }',
    { ids, viewer: viewer?.userId ?? null, permissions },
    { kind: 'gateway' },
  );
const told = async (one: Person) =>
  (await world.eventsOf(one.userId)).filter((each) => each === 'profile.avatar_changed').length;

describe('a picture of oneself', () => {
  test('is shown by a link that this subgraph signed, counts for the profile, and is told', async () => {
    const ann = await person(world);
    const file = handed(ann);
    const answer = await set(ann, file);
    const { avatar } = answer['user'] as { avatar: { url: string } };
    expect(avatar).toMatchObject({ type: 'image/webp', width: 512, height: 300 });
    const link = new URL(avatar.url, 'http://door');
    expect(link.pathname).toBe(`/files/${file.id}`);
    const [until, mac] = [link.searchParams.get('until')!, link.searchParams.get('mac')!];
    expect(judgeLink({ id: file.id, until, mac }, world.wall.now().getTime(), world.fileKey)).toBe('good');
    expect(await told(ann)).toBe(1);
    const profile = await world.ask<{ profile: { missing: string[] } }>(
      '{ me { profile { missing } } }',
      {},
      ann.caller,
    );
    expect(profile.profile.missing).not.toContain('avatar');
  });

  test('is another one after another upload, of which the subgraph keeps the last, however many come at once', async () => {
    const ann = await person(world);
    const files = Array.from({ length: 5 }, () => handed(ann));
    await Promise.all(files.map((file) => set(ann, file)));
    const kept = (await standings(files.map(({ id }) => id), null)).filter((one) => one.kept); // prettier-ignore
    expect(kept).toHaveLength(1);
    expect(await told(ann)).toBe(5);
  });

  test('can be taken away, which is told once', async () => {
    const ann = await person(world);
    const file = handed(ann);
    await set(ann, file);
    expect(await remove(ann)).toMatchObject({ user: { avatar: null } });
    expect(await remove(ann)).toMatchObject({ user: { avatar: null } });
    expect(await told(ann)).toBe(2);
    expect(await standings([file.id], ann)).toEqual([{ kept: false, readable: false }]);
  });

  test('is refused, and nothing written, without the gateway’s word for this person, purpose and minute', async () => {
    const [ann, bob] = [await person(world), await person(world)];
    const mine = handed(ann);
    const bad: HandedFile[] = [
      handed(bob),
      handed({ ...ann, purpose: 'attachment' }),
      handed(ann, { forMs: -1 }),
      handed(ann, { file: { width: null, height: null } }),
      { ...mine, id: newId() },
      { ...mine, size: 1 },
      { ...mine, proof: mine.proof.replace(/^\d+/, (until) => String(Number(until) + 1)) },
      { ...mine, proof: '' },
    ];
    for (const file of bad) expect(await set(ann, file)).toMatchObject({ code: 'AVATAR_FILE_REFUSED' });
    expect(await world.rows('select avatar_file_id from profile where user_id = $1', ann.userId)).toEqual([
      { avatar_file_id: null },
    ]);
    await set(ann, mine);
    expect(await set(ann, mine)).toMatchObject({ code: 'AVATAR_FILE_REFUSED' });
    expect(await told(ann)).toBe(1);
  });

  test('is seen by whoever sees the person, and by nobody else', async () => {
    const [ann, bob] = [await person(world), await person(world)];
    const { id } = handed(ann);
    await set(ann, handed(ann, { file: { id } }));
    const readable = async (viewer: Person | null, permissions?: string[]) =>
      (await standings([id], viewer, permissions))[0]!.readable;
    expect([await readable(ann), await readable(bob), await readable(null)]).toEqual([true, true, false]);
    await mutate(world, 'updatePrivacy', { expectedVersion: 1, isPublic: false }, ann.caller);
    expect([await readable(ann), await readable(bob)]).toEqual([true, false]);
    expect(await readable(bob, ['user.update'])).toBe(true);
    expect(await standings(['no id', newId()], bob)).toEqual([
      { kept: false, readable: false },
      { kept: false, readable: false },
    ]);
  });

  test('how files stand is for the gateway alone', async () => {
    const ann = await person(world);
    const query = '{ fileStandings(ids: [], permissions: []) { kept } }';
    await expect(world.ask(query, {}, ann.caller)).rejects.toThrow(/FORBIDDEN/);
    await expect(world.ask(query)).rejects.toThrow(/UNAUTHENTICATED/);
  });
});

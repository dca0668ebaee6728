import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { person, skillId } from '../testing/people.ts';
import type { Person } from '../testing/people.ts';
import { usersWorld, type UsersWorld } from '../testing/world.ts';

let world: UsersWorld;
let asker: Person;
const CROWD = 60;

/** A crowd straight into the tables: what is measured is the reading. */
beforeAll(async () => {
  world = await usersWorld();
  asker = await person(world);
  const at = world.users.clock.now();
  for (let n = 0; n < CROWD; n++) {
    const id = newId();
    const name = `Grace Hopper ${n}`;
    await world.rows(
      `insert into account (id, email, display_name, status, password_hash, password_changed_at, created_at) values ($1, $2, $3, 'ACTIVE', 'x', $4, $4)`,
      id, `grace${n}@example.org`, name, at,
    ); // prettier-ignore
    await world.rows(
      `insert into profile (user_id, location, search_text, created_at, updated_at) values ($1, $2, $3, $4, $4)`,
      id, n % 2 === 0 ? 'New York 100%' : 'Arlington', name.toLowerCase(), at,
    ); // prettier-ignore
    for (const ordinal of n % 3 === 0 ? [1, 2] : [1])
      await world.rows(
        'insert into user_skill (user_id, skill_id, level, added_at) values ($1, $2, 3, $3)',
        id,
        skillId(ordinal),
        at,
      );
    await world.rows(
      `insert into endorsement (id, endorser_id, endorsed_id, skill_id, weight, created_at) values ($1, $2, $3, $4, 1, $5)`,
      newId(), asker.userId, id, skillId(1), at,
    ); // prettier-ignore
  }
});
afterAll(() => world.stop());

interface Found {
  edges: { node: { id: string; displayName: string; skills: { skill: { name: string } }[] } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}
const EVERYTHING = `edges { node { id displayName showsActivity
  profile { location bio } portfolio { title }
  skills { level endorsementCount endorsedByMe skill { name } endorsements(first: 2) { edges { node { weight endorser { displayName } } } } } } }
  pageInfo { hasNextPage endCursor }`;
const ARGS = '$query: String = "", $first: Int = 20, $after: String, $skillIds: [ID!], $location: String = ""';
const search = (
  variables: object,
  fields = 'edges { node { id displayName skills { skill { name } } } } pageInfo { hasNextPage endCursor }',
) =>
  world.ask<Found>(
    `query (${ARGS}) { searchUsers(query: $query, first: $first, after: $after, skillIds: $skillIds, location: $location) { ${fields} } }`,
    variables,
    asker.caller,
  );

test('costs the same number of statements for 5 people as for 50, with skills, endorsers, profiles and portfolios', async () => {
  const count = async (first: number): Promise<number> => {
    world.users.statements.length = 0;
    const found = await search({ query: 'grace', first }, EVERYTHING);
    expect(found.edges).toHaveLength(first);
    expect(found.edges.every((edge) => edge.node.skills.length > 0)).toBe(true);
    return world.users.statements.length;
  };
  const few = await count(5);
  expect(await count(50)).toBe(few);
  expect(few).toBeLessThanOrEqual(7);
});

test('pages through everybody once, in a stable order', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (let more = true; more;) {
    const page: Found = await search({ query: 'grace hopper', first: 7, after });
    seen.push(...page.edges.map((edge) => edge.node.id));
    more = page.pageInfo.hasNextPage;
    after = page.pageInfo.endCursor;
  }
  expect(seen).toHaveLength(CROWD);
  expect(new Set(seen).size).toBe(CROWD);
});

test('a cursor is good for its own search only, and a page has 1 to 100 rows', async () => {
  const page = await search({ query: 'grace', first: 5 });
  await expect(search({ query: 'hopper', first: 5, after: page.pageInfo.endCursor })).rejects.toThrow('BAD_USER_INPUT');
  await expect(search({ first: 0 })).rejects.toThrow('BAD_USER_INPUT');
  await expect(search({ first: 101 })).rejects.toThrow('BAD_USER_INPUT');
});

test('finds misspelt names, all of the named skills and parts of the location, and takes % and _ for themselves', async () => {
  expect((await search({ query: 'gracce hoper', first: 100 })).edges.length).toBe(CROWD);
  expect((await search({ query: 'zzzzzz' })).edges).toEqual([]);
  expect((await search({ skillIds: [skillId(1), skillId(2)], first: 100 })).edges).toHaveLength(CROWD / 3);
  expect((await search({ skillIds: [skillId(1)], location: 'arlington', first: 100 })).edges).toHaveLength(CROWD / 2);
  expect((await search({ location: '100%', first: 100 })).edges).toHaveLength(CROWD / 2);
  expect((await search({ location: '%_%' })).edges).toEqual([]);
  expect((await search({ skillIds: ['nonsense'] })).edges).toEqual([]);
  expect((await search({ query: `'; drop table profile; --` })).edges).toEqual([]);
});

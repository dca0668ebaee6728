import type { SubgraphSource } from './arena.ts';
import { link } from './fixture-parts.ts';

/** What the press was asked: `1`, or `1!` aloud, which fails. */
export const said: string[] = [];

const say = ({ id }: { id: string }, { loud }: { loud: boolean }) => {
  said.push(loud ? `${id}!` : id);
  if (loud) throw new Error('not aloud');
  return id;
};
const voice = { says: say, shouts: say, __resolveReference: (ref: object) => ref };

/** Asks people and items by their id for what may be null and what may not. */
export const PRESS: SubgraphSource = {
  name: 'press',
  typeDefs: `${link('key interfaceObject')}
    type Person @key(fields: "id") {
      id: ID! says(loud: Boolean! = false): String shouts(loud: Boolean! = false): String!
    }
    type Item @key(fields: "id") @interfaceObject {
      id: ID! says(loud: Boolean! = false): String shouts(loud: Boolean! = false): String!
    }`,
  resolvers: { Person: voice, Item: voice },
};

import { compose, type SubgraphText } from '../compose.ts';

/** What these subgraphs, `{ name: sdl }`, are as one. */
export function supergraphOf(subgraphs: Readonly<Record<string, string>>): string {
  const link =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@interfaceObject"])';
  const texts = Object.entries(subgraphs).map(([name, sdl]): SubgraphText => ({
    name,
    url: `http://localhost/${name}`,
    sdl: `${link}\n${sdl}`,
  }));
  const result = compose(texts);
  if (!('supergraph' in result)) throw new Error(result.errors.join('\n'));
  return result.supergraph;
}

const media = `type Query { media(of: Kind!): [Medium] } enum Kind { SONG }
  interface Medium @key(fields: "id") { id: ID! title: String } type Song implements Medium @key(fields: "id") { id: ID! title: String }`;
const praises = `type Medium @key(fields: "id") @interfaceObject { id: ID! title: String @external praise: String @requires(fields: "title") }`;

/** Its second @requires is one that no plan is found for. */
export const PLANTED = supergraphOf({
  media,
  praises,
  cheers: `type Medium @key(fields: "id") @interfaceObject { id: ID! praise: String @external cheer(loud: Boolean!): String @requires(fields: "praise") }`,
});

/** The same without the link between the two. */
export const MENDED = supergraphOf({
  media,
  praises,
  cheers: `type Medium @key(fields: "id") @interfaceObject { id: ID! title: String @external cheer: String @requires(fields: "title") }`,
});

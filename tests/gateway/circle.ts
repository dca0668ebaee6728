import { subgraph } from './audit.ts';

const refer = (ref: object) => ref;

/** Two subgraphs that need each other. */
export const circle = [
  subgraph(
    'base',
    'key external requires',
    `type Query { post: Post }
     type Post @key(fields: "id") { id: ID! author: String! byline: String @external headline: String @requires(fields: "byline") }`,
    {
      Query: { post: () => ({ id: 'p1', author: 'Ada' }) },
      Post: {
        __resolveReference: (ref: { id: string }) => ({ author: 'Ada', ...ref }),
        headline: ({ byline }: { byline: string }) => `Read what was ${byline}`,
      },
    },
  ),
  subgraph(
    'words',
    'key external requires',
    `type Post @key(fields: "id") {
       id: ID! author: String! @external headline: String @external
       byline: String @requires(fields: "author") shout: String @requires(fields: "headline") sigh: String
     }`,
    {
      Post: {
        __resolveReference: refer,
        byline: ({ author }: { author: string }) => `written by ${author}`,
        shout: ({ headline }: { headline?: string }) => `${headline}!`,
        sigh: () => 'ah',
      },
    },
  ),
];

/** The right answer to each of its fields. */
export const POST: Readonly<Record<string, string>> = {
  author: 'Ada',
  byline: 'written by Ada',
  headline: 'Read what was written by Ada',
  shout: 'Read what was written by Ada!',
  sigh: 'ah',
};

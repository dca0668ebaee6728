import { expect, test } from '@jest/globals';
import { unplannableChains } from './requires-chains.ts';
import { MENDED, PLANTED, supergraphOf } from './requires-chains.fixture.ts';

test('a chain of @requires that the door would refuse is named, with an operation that shows it', async () => {
  const operation =
    'query ($way0: Kind!, $leaf0: Boolean!) { media(of: $way0) { ... on Medium { cheer(loud: $leaf0) } } }';
  expect(await unplannableChains(PLANTED)).toEqual([
    {
      check: 'requires-chain',
      where: 'supergraph Medium.cheer',
      message: `needs, through @requires, what no plan brings in time: \`${operation}\` is refused with PLAN_UNSOUND; require what has no @requires of its own`,
    },
  ]);
  expect(await unplannableChains(MENDED)).toEqual([]);
});

test('a chain that is planned right, at once or in the second way, is not', async () => {
  const chain = {
    base: `type Query { post: Post }
      type Post @key(fields: "id") { id: ID! author: String byline: String @external headline: String @requires(fields: "byline") }`,
    words: `type Post @key(fields: "id") {
      id: ID! author: String @external headline: String @external
      byline: String @requires(fields: "author") shout: String @requires(fields: "headline")
    }`,
  };
  expect(await unplannableChains(supergraphOf(chain))).toEqual([]);
});

import { expect, test } from '@jest/globals';
import { unchargeable } from './cost.ts';

const sdl = `
  type RowEdge { node: Int }
  type RowConnection { edges: [RowEdge!]! total: Int }
  type Query {
    good(first: Int! = 20): RowConnection @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
    plain: [Int]
    forgotten(first: Int): RowConnection
    wrongArgument(first: String): RowConnection @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
    wrongField(first: Int): RowConnection @listSize(slicingArguments: ["first"], sizedFields: ["total"])
  }
  input Wish { text: String @cost(weight: 5) }
`;

test('a list that the door could not charge for is found', () => {
  expect(unchargeable({ name: 'x', sdl, url: '' }).map(({ where }) => where)).toEqual([
    'x.graphql Query.forgotten',
    'x.graphql Query.wrongArgument',
    'x.graphql Query.wrongField',
    'x.graphql Wish.text',
  ]);
});

import { expect, test } from '@jest/globals';
import { untaggedMoneyActs } from './money-acts.ts';

const sdl = `
  input OneInput { amount: Int idempotencyKey: String! }
  input ManyInput { items: [OneInput!]! }
  input FreeInput { name: String }
  type Mutation {
    send(input: OneInput!): Int @tag(name: "money")
    sendMany(input: ManyInput!): Int
    vote(input: OneInput!): Int @tag(name: "no-money")
    both(input: OneInput!): Int @tag(name: "money") @tag(name: "no-money")
    other(input: OneInput!): Int @tag(name: "other")
    rename(input: FreeInput!): Int
  }
`;

test('a mutation of the ledger with an idempotency key that does not say whether it moves BUZ is found', () => {
  const found = untaggedMoneyActs({ name: 'buz', sdl, url: '' }).map(({ where }) => where);
  expect(found).toEqual(['Mutation.sendMany', 'Mutation.both', 'Mutation.other']);
  expect(untaggedMoneyActs({ name: 'users', sdl, url: '' })).toEqual([]);
});

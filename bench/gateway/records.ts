/** What the subgraphs know: few things that point at each other a lot, so that an answer repeats them, as feeds do. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}
export interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
}
export interface Review {
  readonly id: string;
  readonly body: string;
  readonly authorId: string;
  readonly upc: string;
}

const NAMES = ['Uri Goldshtein', 'Dotan Simha', 'Kamil Kisiela', 'Arda Tanrikulu', 'Gil Gardosh', 'Laurin Quast'];
const THINGS = ['Table', 'Couch', 'Glass', 'Chair', 'TV', 'Lamp', 'Grill', 'Fridge', 'Sofa'];
const BODIES = [
  'Love it! It arrived two days early and stands in the kitchen now, where everybody wants to sit.',
  'Too expensive for what it is, and one corner was scratched when it came, which nobody wanted to hear.',
  'Could be better. The manual has been translated by somebody in a hurry.',
  'Prefer something else, but the children use it every single afternoon.',
];

export const USERS: readonly User[] = NAMES.map((name, i) => ({ id: String(i + 1), name, username: `user${i + 1}` }));
export const PRODUCTS: readonly Product[] = THINGS.map((name, i) => ({
  upc: String(i + 1),
  name,
  price: 15 + ((i * 397) % 1400),
  weight: 10 + i * 45,
}));

/** Eighteen reviews: the first two users wrote most of them. */
export const REVIEWS: readonly Review[] = [
  ['1', '1'],
  ['1', '2'],
  ['1', '3'],
  ['1', '4'],
  ['1', '5'],
  ['1', '6'],
  ['1', '8'],
  ['1', '9'],
  ['2', '1'],
  ['2', '2'],
  ['2', '3'],
  ['2', '5'],
  ['2', '7'],
  ['2', '4'],
  ['3', '1'],
  ['3', '2'],
  ['4', '2'],
  ['5', '1'],
].map(([authorId, upc], i) => ({ id: String(i + 1), authorId: authorId!, upc: upc!, body: BODIES[i % 4]! }));

import { audit, subgraph } from './audit.ts';

const RATES: Record<string, number> = { EUR: 1, USD: 2, GBP: 3 };

const shop = subgraph(
  'shop',
  'key',
  `type Query { goods: [Good!]! shelf: Shelf }
   type Good @key(fields: "sku") { sku: ID! title: String price(in: Currency! = EUR): Int grams: Int maker: Maker }
   type Maker { turnover(in: Currency!): Int parts(first: Int!): [Part!] }
   type Part { code: String! }
   type Shelf @key(fields: "id") { id: ID! best: Good }
   enum Currency { EUR USD GBP }`,
  {
    Query: { goods: () => [good('1'), good('2')], shelf: () => ({ id: 's' }) },
    Good: { __resolveReference: ({ sku }: { sku: string }) => good(sku), price: priceIn },
    Maker: {
      turnover: (maker: { money: number }, args: { in: string }) => maker.money * RATES[args.in]!,
      parts: (_: unknown, { first }: { first: number }) => ['a', 'b', 'c'].slice(0, first).map((code) => ({ code })),
    },
    Shelf: { __resolveReference: ({ id }: { id: string }) => ({ id }), best: () => good('2') },
  },
);

function good(sku: string) {
  const n = Number(sku);
  return { sku, title: `Good ${sku}`, euros: 10 * n, grams: 100 * n, maker: { money: 1000 * n } };
}

function priceIn({ euros }: { euros: number }, args: { in: string }): number {
  return euros * RATES[args.in]!;
}

/** What a subgraph says of what it was given: a wrong argument is seen at once. */
const post = subgraph(
  'post',
  'key external requires',
  `type Good @key(fields: "sku") {
     sku: ID!
     price(in: Currency! = EUR): Int @external
     grams: Int @external
     maker: Maker @external
     postage: String @requires(fields: "price(in: USD) grams")
     postageInPounds: String @requires(fields: "grams price(in: GBP)")
     plain: String @requires(fields: "price")
     weighty: String @requires(fields: "grams")
     trust: String @requires(fields: "maker { turnover(in: USD) parts(first: 2) { code } }")
     doubt: String @requires(fields: "maker { turnover(in: GBP) }")
   }
   type Maker @external { turnover(in: Currency!): Int parts(first: Int!): [Part!] }
   type Part @external { code: String! }
   enum Currency { EUR USD GBP }`,
  {
    Good: {
      __resolveReference: (ref: object) => ref,
      postage: (ref: Given) => `${ref.price} for ${ref.grams}`,
      postageInPounds: (ref: Given) => `${ref.price} for ${ref.grams}`,
      plain: (ref: Given) => String(ref.price),
      weighty: (ref: Given) => String(ref.grams),
      trust: ({ maker }: Given) => `${maker?.turnover} ${maker?.parts?.map(({ code }) => code).join('')}`,
      doubt: ({ maker }: Given) => String(maker?.turnover),
    },
  },
);

interface Given {
  readonly price?: number;
  readonly grams?: number;
  readonly maker?: { readonly turnover?: number; readonly parts?: readonly { readonly code: string }[] };
}

audit(
  'a field that requires another with arguments',
  [shop, post],
  [
    {
      that: 'is given the value for those arguments',
      query: '{ goods { sku title postage } }',
      data: {
        goods: [
          { sku: '1', title: 'Good 1', postage: '20 for 100' },
          { sku: '2', title: 'Good 2', postage: '40 for 200' },
        ],
      },
    },
    {
      that: 'and its neighbour that requires the same field with other arguments both get theirs, in one request',
      query: '{ goods { postage postageInPounds } }',
      data: {
        goods: [
          { postage: '20 for 100', postageInPounds: '30 for 100' },
          { postage: '40 for 200', postageInPounds: '60 for 200' },
        ],
      },
      calls: { shop: 1, post: 1 },
    },
    {
      that: 'and all of them together, beside what needs no arguments',
      query: '{ goods { weighty postage plain postageInPounds trust doubt sku } }',
      data: {
        goods: ['1', '2'].map((sku) => ({
          weighty: `${sku}00`,
          postage: `${sku === '1' ? 20 : 40} for ${sku}00`,
          plain: `${sku}0`,
          postageInPounds: `${sku === '1' ? 30 : 60} for ${sku}00`,
          trust: `${Number(sku) * 2000} ab`,
          doubt: String(Number(sku) * 3000),
          sku,
        })),
      },
      calls: { shop: 1, post: 1 },
    },
    {
      that: 'leaves the client its own arguments, with a variable and with the default too',
      query:
        'query ($in: Currency = GBP) { goods { price(in: $in) postage own: price plain dollars: price(in: USD) postageInPounds } }',
      data: {
        goods: [
          { price: 30, postage: '20 for 100', own: 10, plain: '10', dollars: 20, postageInPounds: '30 for 100' },
          { price: 60, postage: '40 for 200', own: 20, plain: '20', dollars: 40, postageInPounds: '60 for 200' },
        ],
      },
    },
    {
      that: 'below an object too: the client keeps its own selection of it',
      query: '{ goods { maker { turnover(in: EUR) parts(first: 1) { code } } trust doubt } }',
      data: {
        goods: [
          { maker: { turnover: 1000, parts: [{ code: 'a' }] }, trust: '2000 ab', doubt: '3000' },
          { maker: { turnover: 2000, parts: [{ code: 'a' }] }, trust: '4000 ab', doubt: '6000' },
        ],
      },
    },
    {
      that: 'from fragments that ask the same twice, and behind an entity that was fetched before',
      query:
        '{ shelf { best { ...A ...B } } } fragment A on Good { price(in: EUR) postage } fragment B on Good { price(in: EUR) postageInPounds postage }',
      data: { shelf: { best: { price: 20, postage: '40 for 200', postageInPounds: '60 for 200' } } },
    },
    {
      that: 'under aliases of the client that look like ours',
      query: '{ goods { price: postage postage: price(in: GBP) required_price_0: postageInPounds } }',
      data: {
        goods: [
          { price: '20 for 100', postage: 30, required_price_0: '30 for 100' },
          { price: '40 for 200', postage: 60, required_price_0: '60 for 200' },
        ],
      },
    },
  ],
);

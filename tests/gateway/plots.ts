import { subgraph } from './audit.ts';

const refer = (ref: object) => ref;

export const plots = [1, 2].map((n) => ({
  id: `p${n}`,
  number: `n${n}`,
  area: { row: `r${n}`, column: `c${n}`, map: `m${n}` },
  owner: `Owner ${n}`,
}));

const area = 'type Area @shareable { row: ID! column: ID! map: ID! }';

/** Four subgraphs that know one entity by keys that overlap, each resolves other ones, and each next one computes from the one before. */
export const mashed = [
  subgraph(
    'plots',
    'key shareable',
    `type Query { plots: [Plot!]! }
     type Plot @key(fields: "id") @key(fields: "number") @key(fields: "area { row }", resolvable: false)
       @key(fields: "id area { column map }", resolvable: false) { id: ID! number: ID! area: Area! owner: String! }
     ${area}`,
    {
      Query: { plots: () => plots },
      Plot: {
        __resolveReference: (ref: { id?: string; number?: string }) =>
          plots.find(({ id, number }) => id === ref.id || number === ref.number),
      },
    },
  ),
  subgraph(
    'garden',
    'key external requires shareable',
    `type Query { garden: Garden }
     type Garden @key(fields: "id") { id: ID! plots: [Plot!]! }
     type Plot @key(fields: "id area { column map }") @key(fields: "area { row }", resolvable: false)
       @key(fields: "id", resolvable: false) @key(fields: "number", resolvable: false) {
       id: ID! number: ID! area: Area! owner: String! @external sign: String! @requires(fields: "owner")
     }
     ${area}`,
    {
      Query: {
        garden: () => ({ id: 'g', plots: [plots[1], plots[0], plots[1]].map((plot) => ({ ...plot, owner: null })) }),
      },
      Plot: {
        __resolveReference: refer,
        sign: (ref: (typeof plots)[number]) => `${ref.owner} at ${ref.id} ${ref.area.column} ${ref.area.map}`,
      },
    },
  ),
  subgraph(
    'harvest',
    'key external requires',
    `type Query { baskets: [Basket!]! }
     type Basket { plot: Plot! }
     type Plot @key(fields: "number") { number: ID! sign: String! @external label: String! @requires(fields: "sign") }`,
    {
      Query: { baskets: () => [{ plot: { number: 'n2' } }] },
      Plot: {
        __resolveReference: refer,
        label: (ref: { number: string; sign: string }) => `${ref.number}: ${ref.sign}`,
      },
    },
  ),
  subgraph(
    'map',
    'key shareable',
    `type Plot @key(fields: "area { row }") @key(fields: "id") { id: ID! area: Area! @shareable shape: String! }
     ${area}`,
    {
      Plot: {
        __resolveReference: (ref: { id?: string; area?: { row: string } }) =>
          plots.find(({ id, area: { row } }) => id === ref.id || row === ref.area?.row),
        shape: ({ id }: { id: string }) => `shape of ${id}`,
      },
    },
  ),
];
/** What the garden makes of the first and of the second one. */
export const SIGN = ['Owner 1 at p1 c1 m1', 'Owner 2 at p2 c2 m2'];

import { PRODUCTS, USERS } from './records.ts';

const FRAGMENTS = `
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }`;
const FROM_USER = `...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } }`;
const FROM_PRODUCT = `...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }`;

export type Workload = 'big' | 'small' | 'varied';

/** The bodies that the clients of one workload send, in turn. */
export const WORKLOADS: Readonly<Record<Workload, { readonly says: string; readonly bodies: readonly string[] }>> = {
  big: {
    says: 'the benchmark query, always the same',
    bodies: [body('Big', `query Big { users { ${FROM_USER} } topProducts { ${FROM_PRODUCT} } } ${FRAGMENTS}`)],
  },
  small: {
    says: 'a few fields of three subgraphs, no repeated entity',
    bodies: [
      body(
        'Small',
        `query Small { me { ...User reviews { id product { upc name price } } } } fragment User on User { id username name }`,
      ),
    ],
  },
  varied: {
    says: `one user's part of it and a number of products: ${USERS.length * PRODUCTS.length} combinations in turn`,
    bodies: USERS.flatMap(({ id }) =>
      PRODUCTS.map((_, i) =>
        body(
          'Varied',
          `query Varied($user: ID!, $first: Int!) { user(id: $user) { ${FROM_USER} } topProducts(first: $first) { ${FROM_PRODUCT} } } ${FRAGMENTS}`,
          { user: id, first: i + 1 },
        ),
      ),
    ),
  },
};

function body(operationName: string, query: string, variables?: object): string {
  return JSON.stringify({ operationName, query: query.replace(/\s+/g, ' '), ...(variables && { variables }) });
}

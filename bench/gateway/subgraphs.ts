import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import { PRODUCTS, REVIEWS, USERS, type Product, type Review, type User } from './records.ts';

/** Four subgraphs after those of the public gateways benchmark: users -> reviews -> product -> reviews -> author, stock in a fourth. */
export interface Source {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Readonly<Record<string, object>>;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable", "@authenticated", "@listSize"])`;

type Ref<Key extends string> = Readonly<Record<Key, string>>;
const userOf = ({ id }: Ref<'id'>) => USERS.find((user) => user.id === id);
const productOf = ({ upc }: Ref<'upc'>) => PRODUCTS.find((product) => product.upc === upc);
const estimate = ({ price, weight }: { price?: number; weight?: number }) =>
  (price ?? 0) > 1000 ? 0 : Math.round((weight ?? 0) * 0.5);

const accounts: Source = {
  name: 'accounts',
  typeDefs: `
    type Query { users: [User!] user(id: ID!): User me: User }
    type User @key(fields: "id") { id: ID! name: String username: String }`,
  resolvers: {
    Query: {
      users: () => USERS,
      user: (_: unknown, reference: Ref<'id'>) => userOf(reference),
      me: () => USERS[0],
    },
    User: {
      __resolveReference: userOf,
      id: (user: User) => user.id,
      name: (user: User) => user.name,
      username: (user: User) => user.username,
    },
  },
};

const products: Source = {
  name: 'products',
  typeDefs: `
    type Query { topProducts(first: Int = 5): [Product!] }
    type Product @key(fields: "upc") { upc: ID! name: String price: Int weight: Int }`,
  resolvers: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => PRODUCTS.slice(0, first) },
    Product: {
      __resolveReference: productOf,
      upc: (product: Product) => product.upc,
      name: (product: Product) => product.name,
      price: (product: Product) => product.price,
      weight: (product: Product) => product.weight,
    },
  },
};

const reviews: Source = {
  name: 'reviews',
  typeDefs: `
    type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
    type User @key(fields: "id") { id: ID! reviews: [Review!] }
    type Product @key(fields: "upc") { upc: ID! reviews: [Review!] }`,
  resolvers: {
    Review: {
      __resolveReference: ({ id }: Ref<'id'>) => REVIEWS.find((review) => review.id === id),
      id: (review: Review) => review.id,
      body: (review: Review) => review.body,
      author: ({ authorId }: Review) => ({ __typename: 'User', id: authorId }),
      product: ({ upc }: Review) => ({ __typename: 'Product', upc }),
    },
    User: { reviews: ({ id }: Ref<'id'>) => REVIEWS.filter((review) => review.authorId === id) },
    Product: { reviews: ({ upc }: Ref<'upc'>) => REVIEWS.filter((review) => review.upc === upc) },
  },
};

const inventory: Source = {
  name: 'inventory',
  typeDefs: `
    type Product @key(fields: "upc") {
      upc: ID! weight: Int @external price: Int @external inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }`,
  resolvers: {
    Product: {
      inStock: ({ upc }: Ref<'upc'>) => Number(upc) % 3 !== 0,
      shippingEstimate: estimate,
    },
  },
};

export const SOURCES: readonly Source[] = [accounts, products, reviews, inventory];

export function schemaOf({ typeDefs, resolvers }: Source): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(LINK + typeDefs), resolvers: resolvers as never }]);
}

type Text = Pick<Source, 'name' | 'typeDefs'>;

export function supergraph(urlOf: (name: string) => string, sources: readonly Text[] = SOURCES): string {
  const services = sources.map(({ name, typeDefs }) => ({
    name,
    url: urlOf(name),
    typeDefs: parse(typeDefs.includes('@link(') ? typeDefs : LINK + typeDefs),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new AggregateError(errors, errors.map(String).join('\n'));
  return supergraphSdl;
}

/** The same fields and resolvers as one schema without a gateway. */
export const MONOLITH = {
  typeDefs: `
    type Query { users: [User!] user(id: ID!): User me: User topProducts(first: Int = 5): [Product!] }
    type User { id: ID! name: String username: String reviews: [Review!] }
    type Product { upc: ID! name: String price: Int weight: Int reviews: [Review!] inStock: Boolean shippingEstimate: Int }
    type Review { id: ID! body: String author: User product: Product }`,
  resolvers: {
    Query: { ...accounts.resolvers['Query'], ...products.resolvers['Query'] },
    User: fieldsOf({ ...accounts.resolvers['User'], ...reviews.resolvers['User'] }),
    Product: fieldsOf({
      ...products.resolvers['Product'],
      ...reviews.resolvers['Product'],
      ...inventory.resolvers['Product'],
    }),
    Review: {
      ...fieldsOf(reviews.resolvers['Review']!),
      author: ({ authorId }: Review) => userOf({ id: authorId }),
      product: ({ upc }: Review) => productOf({ upc }),
    },
  },
};

function fieldsOf(resolvers: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(resolvers).filter(([name]) => !name.startsWith('__')));
}

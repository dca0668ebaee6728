import { GraphQLError } from 'graphql';
import { ArgsType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { MAX_PAGE, type Page, type PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';

@Directive('@shareable')
@Directive('@cost(weight: 0)') // comes with its page
@ObjectType('PageInfo', { description: 'Where a page stands in its list (Relay).' })
export class PageInfo {
  @Field({ description: 'Whether more rows follow.' })
  hasNextPage!: boolean;

  @Field({ description: 'Whether rows precede this page; true exactly when `after` was given.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first row, null on an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Give it as `after` for the next page; null on an empty page.' })
  endCursor!: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many rows, 1 to 100.' })
  first: number = 20;

  @Field(() => String, { nullable: true, description: 'The endCursor of the page before.' })
  after?: string | null;
}

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: PageInfo;
}

/**
 * The two types of a Relay connection over `node`: `<Name>Connection` and `<Name>Edge`. Nodes are nullable by the house's rule. With
 * `isKeptAsItsField` a `@cacheControl` on a field of this type goes for its rows, too; without, no answer with them is kept.
 */
export function connectionType<Node extends object>(
  node: () => new () => Node,
  name: string,
  { isKeptAsItsField = false } = {},
) {
  const asItsField: PropertyDecorator = isKeptAsItsField
    ? Directive('@cacheControl(inheritMaxAge: true)')
    : () => undefined;
  @ObjectType(`${name}Edge`, { description: `One row of a ${name} list.` })
  class Edge {
    @Field({ description: 'Opaque, signed, good for this list only.' })
    cursor!: string;

    @asItsField
    @Directive('@cost(weight: 0)') // its edge has the cost of the row, also when the row is not asked for: it was read
    @Field(node, { nullable: true, description: 'The row itself; null when its owner could not be asked.' })
    node!: Node | null;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a ${name} list (Relay).` })
  class ConnectionClass {
    @asItsField
    @Field(() => [Edge], { description: 'The rows in the order of the list.' })
    edges!: Edge[];

    @asItsField
    @Field(() => PageInfo, { description: 'Where the page stands.' })
    pageInfo!: PageInfo;
  }
  return ConnectionClass as unknown as new () => Connection<Node>;
}

/** Decodes the arguments, reads one page and signs its cursors. `filter` is everything else that decides which list this is. */
export async function readConnection<Row, Node>(
  scope: Scope,
  list: { name: string; filter?: unknown },
  args: PageArgs,
  read: (request: PageRequest) => Promise<Page<Row>>,
  toNode: (row: Row) => Node,
): Promise<Connection<Node>> {
  if (!Number.isInteger(args.first) || args.first < 1 || args.first > MAX_PAGE) {
    throw new GraphQLError(`first is 1 to ${MAX_PAGE}, not ${args.first}.`, {
      extensions: { code: 'BAD_USER_INPUT', fields: [{ field: 'first', message: `1 to ${MAX_PAGE}` }] },
    });
  }
  const binding = { list: list.name, filter: list.filter ?? null, userId: scope.caller.userId };
  const after = args.after ? scope.cursors.decode(binding, args.after) : undefined;
  const page = await read({ first: args.first, after });
  const edges = page.rows.map(({ row, position }) => ({
    cursor: scope.cursors.encode(binding, position),
    node: toNode(row),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** How one comes to the objects of a type: the fields on the way, from the outside, and the variables that those take. */
interface Way {
  readonly to: GraphQLCompositeType;
  readonly fields: readonly string[];
  readonly variables: readonly string[];
}

/** More fields than this that lead to one type are not tried. */
const MOST_WAYS = 20;

/** Operations that reach a type by each field that gives it, the shortest way to that field. */
export class WaysTo {
  private readonly schema: GraphQLSchema;
  private readonly ways: readonly Way[];

  constructor(schema: GraphQLSchema) {
    this.schema = schema;
    this.ways = this.walked();
  }

  /** None when the API does not show one of the fields, or nothing leads to the type. */
  operations(type: string, fields: readonly string[]): string[] {
    const target = this.schema.getType(type);
    if (!isObjectType(target) && !isInterfaceType(target)) return [];
    const shown = fields.flatMap((name) => target.getFields()[name] ?? []);
    if (shown.length < fields.length) return [];
    const variables: string[] = [];
    const leaves = shown.map((field) => {
      const text = asked(field, variables, 'leaf');
      return isCompositeType(getNamedType(field.type)) ? `${text} { __typename }` : text;
    });
    return this.ways
      .filter(({ to }) => this.overlap(to, target))
      .slice(0, MOST_WAYS)
      .map((way) => {
        const body = `... on ${type} { ${leaves.join(' ')} }`;
        const nested = way.fields.reduceRight((inner, field) => `${field} { ${inner} }`, body);
        const given = [...way.variables, ...variables];
        return `query${given.length === 0 ? '' : ` (${given.join(', ')})`} { ${nested} }`;
      });
  }

  private overlap(one: GraphQLCompositeType, other: GraphQLCompositeType): boolean {
    const members = (type: GraphQLCompositeType) => (isObjectType(type) ? [type] : this.schema.getPossibleTypes(type));
    return members(one).some((type) => members(other).includes(type));
  }

  /** Breadth first, so that what comes first is short; each type is gone on from once, each field that leads to it counts. */
  private walked(): Way[] {
    const query = this.schema.getQueryType()!;
    const found: Way[] = [];
    const seen = new Set<GraphQLNamedType>([query]);
    for (let at: Way[] = [{ to: query, fields: [], variables: [] }]; at.length > 0;) {
      const next: Way[] = [];
      for (const way of at)
        for (const type of isObjectType(way.to) ? [way.to] : this.schema.getPossibleTypes(way.to))
          for (const field of Object.values(type.getFields())) {
            const to = getNamedType(field.type);
            if (!isCompositeType(to)) continue;
            const variables = [...way.variables];
            const here = isObjectType(way.to) ? [] : [`... on ${type.name}`];
            const further = { to, fields: [...way.fields, ...here, asked(field, variables)], variables };
            found.push(further);
            if (!seen.has(to)) next.push(further);
            seen.add(to);
          }
      at = next;
    }
    return found;
  }
}

/** The field with a variable for each argument that it must have, which are added to the list. */
function asked({ name, args }: GraphQLField<unknown, unknown>, variables: string[], prefix = 'way'): string {
  const given = args.filter(isRequiredArgument).map((argument) => {
    const variable = `$${prefix}${variables.length}`;
    variables.push(`${variable}: ${String(argument.type)}`);
    return `${argument.name}: ${variable}`;
  });
  return given.length === 0 ? name : `${name}(${given.join(', ')})`;
}

import type { DocumentNode, GraphQLCompositeType, GraphQLNamedType, GraphQLSchema } from 'graphql';
import {
  buildASTSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  parse,
} from 'graphql';
import { demandOf, directiveNames } from './access-directives.ts';
import type { DoorRule, Policies } from './rules.ts';
import { ruleOf } from './rules.ts';

/** A rule and where it stands in the schema: `User.email`, or `User` for one on the type. */
export interface Placed {
  readonly coordinate: string;
  readonly rule: DoorRule;
  /** A policy reads arguments, so each selection is its own question. */
  readonly asksArguments: boolean;
}

/** Every access directive of the full supergraph, as graphql-shield rules. */
export class AccessMap {
  private readonly placed: Map<string, Placed>;

  private constructor(
    readonly schema: GraphQLSchema,
    placed: ReadonlyMap<string, Placed>,
  ) {
    this.placed = new Map(placed);
  }

  static read(supergraphSdl: string, policies: Policies): AccessMap {
    return AccessMap.of(parse(supergraphSdl, { noLocation: true }), policies);
  }

  static of(document: DocumentNode, policies: Policies): AccessMap {
    const names = directiveNames(document);
    const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
    const placed = new Map<string, Placed>();
    const place = (coordinate: string, directives: Parameters<typeof demandOf>[0]): void => {
      const demand = demandOf(directives, names);
      if (demand)
        placed.set(coordinate, {
          coordinate,
          rule: ruleOf(demand, policies),
          asksArguments: demand.policies !== undefined,
        });
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) && !isInterfaceType(type) && !isScalarType(type) && !isEnumType(type)) continue;
      place(
        type.name,
        [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []),
      );
      if (isObjectType(type) || isInterfaceType(type))
        for (const field of Object.values(type.getFields()))
          place(`${type.name}.${field.name}`, field.astNode?.directives);
    }
    return new AccessMap(schema, placed);
  }

  /**
   * The same without what composition wrote on an interface because one of its types demands it (a subgraph may demand nothing on an
   * interface itself): here each type answers for itself.
   */
  perType(): AccessMap {
    const copy = new AccessMap(this.schema, this.placed);
    for (const type of Object.values(this.schema.getTypeMap())) {
      if (!isInterfaceType(type)) continue;
      const members = this.possible(type);
      if (members.some(({ name }) => this.placed.has(name))) copy.placed.delete(type.name);
      for (const field of Object.keys(type.getFields()))
        if (members.some(({ name }) => this.placed.has(`${name}.${field}`)))
          copy.placed.delete(`${type.name}.${field}`);
    }
    return copy;
  }

  get coordinates(): string[] {
    return [...this.placed.keys()];
  }

  /** What touching the type at all demands: its own rules and those of the interfaces that it claims to be. */
  onType(type: GraphQLNamedType): Placed[] {
    const claims = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
    return this.at([type.name, ...claims.map(({ name }) => name)]);
  }

  /** What a runtime type may turn out to demand: for an abstract type, every possible one. */
  onMembers(type: GraphQLCompositeType): Placed[] {
    return this.possible(type).flatMap((member) => this.onType(member));
  }

  /** What a field demands, by the strictest of everything that it may turn out to be. */
  onField(type: GraphQLCompositeType, field: string): Placed[] {
    const members = this.possible(type).map(({ name }) => `${name}.${field}`);
    return [...this.ownOfField(type, field), ...this.at(members)];
  }

  /** What a field demands on this very type: its own rules and those of the interfaces that have it. */
  ownOfField(type: GraphQLCompositeType, field: string): Placed[] {
    const claims = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
    return this.at([type, ...claims].map(({ name }) => `${name}.${field}`));
  }

  private possible(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    return isAbstractType(type) ? this.schema.getPossibleTypes(type) : [];
  }

  private at(coordinates: readonly string[]): Placed[] {
    return coordinates.flatMap((coordinate) => this.placed.get(coordinate) ?? []);
  }
}

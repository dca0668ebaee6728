import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
} from 'graphql';
import { VIEWER_INDEPENDENT } from '#gateway/graph/live/viewer-independent';
import type { Rooms } from '../access/matrix.ts';
import { argument, has, objectsOf, type ObjectNode } from './entities.ts';
import type { Finding } from './finding.ts';
import { namedType, SelectedFields, selectionIn } from './selected-fields.ts';

type Typed = ObjectNode | InterfaceTypeDefinitionNode | InterfaceTypeExtensionNode;

/** Rules of a subgraph that everybody who is signed in passes alike: the gateway asks in the name of all of them at once. */
const SAME_FOR_ALL = new Set(['open', 'signedIn']);

/**
 * What is marked `@tag(name: "viewer-independent")` is asked once, in nobody's name, and given to everybody. So nothing about it may rest on
 * who asks: neither who may have it (a sign-in apart, which the door asks each reader for), nor what it is made of, nor how it is kept.
 */
export function viewerDependence(subgraphs: readonly Rooms[]): Finding[] {
  const all = subgraphs.map((subgraph) => ({ ...subgraph, types: typesOf(subgraph.sdl) }));
  const graph = new Graph(all.flatMap(({ types }) => types));
  return all.flatMap(({ name, types, access }) =>
    types.flatMap((type) =>
      (type.fields ?? []).flatMap((field) => {
        const coordinate = `${type.name.value}.${field.name.value}`;
        if (!graph.isMarked(coordinate) || has(field, 'external')) return [];
        const why = [...graph.reasons(coordinate), ...graph.unmarkedInput(type, field), ...ownRule(access[coordinate])];
        return why.map((reason) => ({
          check: 'viewer-independent',
          where: `${name}.graphql ${coordinate}`,
          message: `promises with its tag to be the same for everybody, but ${reason}`,
        }));
      }),
    ),
  );
}

/** A rule of the subgraph that asks who it is answers nobody, and so all readers, with a refusal. */
function ownRule(rule: string | undefined): string[] {
  if (rule === undefined || SAME_FOR_ALL.has(rule)) return [];
  return [`its subgraph asks for more than a sign-in (${rule}): take the tag away, or let everybody have it`];
}

/** All subgraphs together, as composition sees them: what one says of a type or a field holds wherever it is. */
class Graph {
  private readonly said = new Map<string, ConstDirectiveNode[]>();
  private readonly outputs = new Map<string, string>();
  private readonly selected: SelectedFields;

  constructor(types: readonly Typed[]) {
    this.selected = new SelectedFields(types.filter((type): type is ObjectNode => !isInterface(type)));
    for (const type of types) {
      this.add(type.name.value, type.directives);
      for (const field of type.fields ?? []) {
        const coordinate = `${type.name.value}.${field.name.value}`;
        this.add(coordinate, field.directives);
        this.outputs.set(coordinate, namedType(field.type));
      }
    }
  }

  isMarked(coordinate: string): boolean {
    return [coordinate, typeIn(coordinate)].some((place) => this.on(place).some(isMark));
  }

  /** What is said of the field, of its type, or of the type that it gives, and makes a difference between readers. */
  reasons(coordinate: string): string[] {
    const places = new Set([coordinate, typeIn(coordinate), this.outputs.get(coordinate)!]);
    return [...places].flatMap((place) => {
      const names = this.on(place).flatMap((directive) => dependenceOf(directive) ?? []);
      return [...new Set(names)].map(
        (name) =>
          `${place === coordinate ? 'it' : place} has ${name}, which depends on who asks: take one of the two away`,
      );
    });
  }

  /** What it is computed from must be the same for everybody, too. */
  unmarkedInput(type: Typed, field: FieldDefinitionNode): string[] {
    const selection = selectionIn(field.directives, 'requires');
    if (selection === undefined) return [];
    const inputs = this.selected.of(selection, type.name.value).map((input) => input.join('.'));
    return [...new Set(inputs)]
      .filter((input) => !this.isMarked(input))
      .map((input) => `it is computed from ${input}, which has no such tag: tag that as well, if it is true of it`);
  }

  private on(place: string): readonly ConstDirectiveNode[] {
    return this.said.get(place) ?? [];
  }

  private add(place: string, directives: readonly ConstDirectiveNode[] = []): void {
    this.said.set(place, [...this.on(place), ...directives]);
  }
}

/** A demand that not everybody who is signed in meets, or an answer that is kept for one reader only. */
function dependenceOf({ name, arguments: given = [] }: ConstDirectiveNode): string | undefined {
  if (name.value === 'requiresScopes' || name.value === 'policy') return `@${name.value}`;
  const isPrivate = given.some(({ value }) => value.kind === Kind.ENUM && value.value === 'PRIVATE');
  return name.value === 'cacheControl' && isPrivate ? '@cacheControl(scope: PRIVATE)' : undefined;
}

function isMark(directive: ConstDirectiveNode): boolean {
  return directive.name.value === 'tag' && argument(directive, 'name') === VIEWER_INDEPENDENT;
}

function typeIn(coordinate: string): string {
  return coordinate.slice(0, coordinate.indexOf('.'));
}

function isInterface(type: Typed): type is InterfaceTypeDefinitionNode | InterfaceTypeExtensionNode {
  return type.kind === Kind.INTERFACE_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_EXTENSION;
}

function typesOf(sdl: string): Typed[] {
  const interfaces = parse(sdl).definitions.filter(
    (node): node is InterfaceTypeDefinitionNode | InterfaceTypeExtensionNode =>
      node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_EXTENSION,
  );
  return [...objectsOf(sdl), ...interfaces];
}

import {
  isInterfaceType,
  isObjectType,
  Kind,
  visit,
  type DocumentNode,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import { AccessMap } from '#gateway/access/access-map';
import { allows } from '#gateway/access/rules';
import { objectsOf } from '../lint/entities.ts';

/** Role -> permissions, weakest first. */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** `Type.field` -> who passes the door, by which directives, and what the rule in each subgraph says. */
export type AccessMatrix = ReadonlyMap<string, string>;

export interface Rooms {
  readonly name: string;
  readonly sdl: string;
  /** `Type.field` -> the rule in words. */
  readonly access: Readonly<Record<string, string>>;
}

export const UNCLASSIFIED = 'UNCLASSIFIED';

/** Asks the gateway's own rules, for every field, who may pass; so the table says what the code does, not what a directive looks like. */
export async function accessMatrix(
  supergraph: DocumentNode,
  rooms: readonly Rooms[],
  roles: Roles,
): Promise<AccessMatrix> {
  const door = AccessMap.of(supergraph, {});
  const said = directivesIn(supergraph);
  const answers = new Map<string, Promise<string>>(); // most fields stand under the same rules as many others
  const whoMay = (placed: readonly Placed[]): Promise<string> => {
    const key = placed.map(({ coordinate }) => coordinate).join();
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = whoPasses(placed, roles)));
    return answer;
  };
  const matrix = new Map<string, string>();
  for (const type of Object.values(door.schema.getTypeMap()).sort((a, b) => a.name.localeCompare(b.name))) {
    if (!isGraphType(type)) continue;
    for (const field of Object.keys(type.getFields()).sort()) {
      const coordinate = `${type.name}.${field}`;
      const placed = [...door.onType(type), ...door.onField(type, field)];
      const directives = [...(said.get(type.name) ?? []), ...(said.get(coordinate) ?? [])];
      const who = directives.includes('inaccessible') ? 'no client' : await whoMay(placed);
      const inRooms = roomsOf(coordinate, rooms);
      matrix.set(
        coordinate,
        [`${who}${directives.length ? ` [${directives.join(', ')}]` : ''}`, ...inRooms].join(' | '),
      );
    }
  }
  return matrix;
}

function isGraphType(type: GraphQLNamedType): type is GraphQLObjectType | GraphQLInterfaceType {
  return (isObjectType(type) || isInterfaceType(type)) && !/^(__|join__|link__|core__)/.test(type.name);
}

type Placed = ReturnType<AccessMap['onType']>[number];

async function whoPasses(placed: readonly Placed[], roles: Roles): Promise<string> {
  const passes = async (caller: Caller) => {
    for (const { rule } of placed) if (!(await allows(rule, caller, {}, {}))) return false;
    return true;
  };
  if (await passes(ANONYMOUS)) return 'everyone';
  const user = (permissions: readonly string[]): Caller => ({
    ...ANONYMOUS,
    kind: 'user',
    userId: 'somebody',
    permissions,
  });
  if (await passes(user([]))) return 'signed in';
  const passing: string[] = [];
  for (const [role, permissions] of Object.entries(roles)) if (await passes(user(permissions))) passing.push(role);
  return passing.join(' ') || 'nobody';
}

function roomsOf(coordinate: string, rooms: readonly Rooms[]): string[] {
  return rooms
    .filter(({ sdl }) => has(sdl, coordinate))
    .map(({ name, access }) => `${name}: ${access[coordinate] ?? UNCLASSIFIED}`);
}

const known = new Map<string, Set<string>>();

/** Interfaces have no resolvers, so only object fields are asked for a rule. */
function has(sdl: string, coordinate: string): boolean {
  let fields = known.get(sdl);
  if (!fields) {
    fields = new Set(
      objectsOf(sdl).flatMap((type) => (type.fields ?? []).map((field) => `${type.name.value}.${field.name.value}`)),
    );
    known.set(sdl, fields);
  }
  return fields.has(coordinate);
}

/** `Type` or `Type.field` -> its access directives in short: `authenticated`, `requiresScopes(user.list)`, `inaccessible`. */
function directivesIn(supergraph: DocumentNode): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { coordinate, words } of accessDirectives(supergraph))
    found.set(coordinate, [...(found.get(coordinate) ?? []), words]);
  return found;
}

export interface DirectiveSite {
  readonly coordinate: string;
  readonly words: string;
  /** The supergraph without this one directive. */
  without(): DocumentNode;
}

const ACCESS = new Set(['authenticated', 'requiresScopes', 'policy', 'inaccessible']);

/** Every single access directive on an object, interface or field: what the mutation run takes away one by one. */
export function accessDirectives(supergraph: DocumentNode): DirectiveSite[] {
  const sites: DirectiveSite[] = [];
  const path: string[] = [];
  visit(supergraph, {
    enter(node) {
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
        path.push(node.name.value);
      else if (node.kind === Kind.FIELD_DEFINITION) path.push(node.name.value);
      else if (node.kind === Kind.DIRECTIVE && path.length > 0 && ACCESS.has(node.name.value)) {
        const given = (node.arguments ?? []).map((arg) => wordsOf(arg.value)).join(', ');
        const words = given ? `${node.name.value}(${given})` : node.name.value;
        const without = () => visit(supergraph, { Directive: (each) => (each === node ? null : undefined) });
        sites.push({ coordinate: path.join('.'), words, without });
      }
    },
    leave(node) {
      const named = [Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.FIELD_DEFINITION] as string[];
      if (named.includes(node.kind)) path.pop();
    },
  });
  return sites;
}

/** `[["a", "b"], ["c"]]` as `a & b | c`. */
function wordsOf(value: { kind: string; values?: readonly unknown[]; value?: unknown }): string {
  if (!value.values) return String(value.value);
  const inner = value.values as { kind: string; values?: readonly unknown[]; value?: unknown }[];
  return inner.map(wordsOf).join(inner[0]?.values ? ' | ' : ' & ');
}

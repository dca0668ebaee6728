import { join } from 'node:path';
import { z } from 'zod';
import type { EventContract } from '#kernel/event';
import { subgraphSdl } from '#chassis/graphql/schema';
import type { Subgraph } from '#chassis/mount/subgraph';
import type { AccessRule } from '#chassis/graphql/access';
import { definitionOf } from './definition.ts';

export interface EventDescription {
  readonly producer: string;
  readonly type: string;
  readonly version: number;
  readonly aggregate: string;
  readonly when: string;
  /** JSON Schema of the body. */
  readonly body: { properties?: Record<string, object>; required?: string[] };
}

/** What the registry knows of one subgraph: its text, its events, its second layer of access. */
export interface SubgraphDescription {
  readonly name: string;
  readonly sdl: string;
  readonly events: readonly EventDescription[];
  readonly hears: readonly { readonly reaction: string; readonly event: string }[];
  /** `Type.field` -> `open`, `signedIn`, `gateway`, `permission(user.list)` or the sentence of a data rule. */
  readonly access: Readonly<Record<string, string>>;
}

export function describeEvent({ producer, type, version, aggregate, when, body }: EventContract): EventDescription {
  return {
    ...{ producer, type, version, aggregate, when },
    body:
      body instanceof z.ZodType
        ? (z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as EventDescription['body'])
        : {},
  };
}

function describeSubgraph(definition: Subgraph): SubgraphDescription {
  return {
    name: definition.name,
    sdl: subgraphSdl(definition),
    events: definition.publishes.map(describeEvent),
    hears: definition.reactions.map(({ name, hears }) => ({
      reaction: name,
      event: `${hears.type} v${hears.version}`,
    })),
    access: describeAccess(definition.access),
  };
}

export function describeAccess(table: Subgraph['access']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([type, fields]) =>
      Object.entries(fields).map(([field, rule]) => [`${type}.${field}`, inWords(rule)]),
    ),
  );
}

function inWords(rule: AccessRule): string {
  if (typeof rule === 'string') return rule;
  return 'permission' in rule ? `permission(${rule.permission})` : rule.why;
}

/** Started by describeAll in a process of its own, because type-graphql keeps one registry per process. */
if (process.argv[1]?.endsWith('registry/describe.js')) {
  const [root, name] = process.argv.slice(2) as [string, string];
  const definition = await definitionOf(join(root, 'dist/subgraphs', name), 'js');
  if (definition.name !== name) throw new Error(`subgraphs/${name} calls itself ${definition.name}`);
  process.stdout.write(JSON.stringify(describeSubgraph(definition)), () => process.exit(0));
}

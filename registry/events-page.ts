import type { EventDescription, SubgraphDescription } from './describe.ts';
import type { BusinessToCome } from './to-come.ts';

interface Property {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Property[];
  items?: Property;
  description?: string;
}

/** docs/events.md: every published fact, when it fires, what it carries, who hears it; last, those of businesses that have not moved in. */
export function eventsPage(subgraphs: readonly SubgraphDescription[], toCome: readonly BusinessToCome[] = []): string {
  const listeners = new Map<string, string[]>();
  for (const { name, hears } of subgraphs) {
    for (const { event, reaction } of hears)
      listeners.set(event, [...(listeners.get(event) ?? []), `${name}: ${reaction}`]);
  }
  const sections = subgraphs
    .filter(({ events }) => events.length > 0)
    .map(({ name, events }) => `## ${name}\n\n${events.map((event) => section(event, listeners)).join('\n\n')}`);
  const awaited = toCome.map(
    ({ name, events }) =>
      `## ${name} (has not moved in yet)\n\nContracts that its neighbours already build on; \`npm run stand-in\` tells them in its place.\n\n${events.map((event) => section(event, listeners)).join('\n\n')}`,
  );
  const head =
    '# Events\n\nWritten by `npm run schema` from `subgraphs/*/published`; do not edit. Every event travels in the envelope of\n`kernel/event.ts`: id, producer, type, version, aggregate and its gap-free sequence, business time, actor, correlation and causation.';
  return `${[head, ...sections, ...awaited].join('\n\n')}\n`;
}

function section(event: EventDescription, listeners: ReadonlyMap<string, readonly string[]>): string {
  const required = new Set(event.body.required ?? []);
  const rows = Object.entries(event.body.properties ?? {}).map(([name, property]) => {
    const { description = '' } = property as Property;
    return `| \`${name}\` | ${kind(property)}${required.has(name) ? '' : ', optional'} | ${description} |`;
  });
  const heard = listeners.get(`${event.type} v${event.version}`) ?? [];
  return [
    `### ${event.type} v${event.version}`,
    `${event.when}\n\nAggregate: \`${event.aggregate}\`. Heard by: ${heard.length ? heard.join(', ') : 'nobody yet'}.`,
    ...(rows.length ? [`| field | type | |\n|---|---|---|\n${rows.join('\n')}`] : ['No body.']),
  ].join('\n\n');
}

function kind(property: Property): string {
  if (property.anyOf) return property.anyOf.map(kind).join(' or ');
  if (property.enum) return property.enum.map(String).join(' or ');
  if (property.const !== undefined) return String(property.const);
  if (property.type === 'array') return `list of ${property.items ? kind(property.items) : 'anything'}`;
  return property.format ?? [property.type ?? 'anything'].flat().join(' or ');
}

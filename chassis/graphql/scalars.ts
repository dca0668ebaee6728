import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * RFC 3339 instant. It always leaves as a UTC string with milliseconds, in one process as over HTTP, so that a value that crosses a
 * subgraph border is the same JSON in both topologies.
 */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant, RFC 3339, in UTC with milliseconds: 2026-01-31T09:30:00.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize(value) {
    const instant = value instanceof Date ? value : new Date(String(value));
    if (Number.isNaN(instant.getTime())) throw new GraphQLError(`DateTime cannot represent ${String(value)}`);
    return instant.toISOString();
  },
  parseValue: parseInstant,
  parseLiteral(node) {
    if (node.kind !== Kind.STRING) throw badInstant(node.kind);
    return parseInstant(node.value);
  },
});

function parseInstant(value: unknown): Date {
  if (typeof value !== 'string' || !ISO.test(value)) throw badInstant(value);
  const instant = new Date(value);
  if (Number.isNaN(instant.getTime()) || !isOnTheCalendar(value)) throw badInstant(value);
  return instant;
}

/** Date takes 30 February for 1 March, and 24:00 for the next day. */
function isOnTheCalendar(text: string): boolean {
  const day = text.slice(0, 10);
  return new Date(day).toISOString().startsWith(day) && !text.startsWith('T24', 10);
}

function badInstant(value: unknown): GraphQLError {
  return new GraphQLError(`Not an instant (RFC 3339 with a zone, such as 2026-01-31T09:30:00Z): ${String(value)}`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

import { describe, expect, test } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, GraphQLError } from 'graphql';
import { checkDocument } from './check-document.ts';
import { DOCUMENT_LIMITS } from './limits.ts';
import { maskError } from './mask.ts';
import { refuse } from './refusals.ts';

const schema = buildSchema(`type Query { me: User, again: User } type User { id: ID!, name: String, friend: User }`);
const check = (text: string, introspection = true) => checkDocument(text, schema, DOCUMENT_LIMITS, introspection);
const limitOf = (text: string): unknown => {
  const checked = check(text);
  return Array.isArray(checked) ? (checked[0] as GraphQLError).extensions['limit'] : 'accepted';
};
/** `width` aliased spreads of the next fragment, `levels` deep: width ** levels leaves. */
function bomb(levels: number, width: number, alias = true): string {
  const spreads = (level: number) =>
    Array.from({ length: width }, (_, i) => `${alias ? `a${level}${i}:` : ''}friend{...F${level + 1}}`).join(' ');
  const fragments = Array.from({ length: levels }, (_, level) => `fragment F${level} on User{${spreads(level)}}`);
  return `query{me{...F0}} ${fragments.join(' ')} fragment F${levels} on User{id name}`;
}
const nested = (depth: number) => `{me${'{friend'.repeat(depth - 2)}{id}${'}'.repeat(depth - 2)}}`;

describe('document limits', () => {
  test.each([
    ['tokens', `{me{${'id '.repeat(2_100)}}}`],
    ['selections', `{me{${'id '.repeat(501)}}}`],
    ['selections', bomb(13, 2)],
    ['selections', bomb(40, 2)],
    ['selections', bomb(40, 2, false)],
    ['selections', `{me{id}} ${bomb(20, 2).replace('query{me{...F0}}', '')}`],
    ['depth', nested(11)],
    ['aliases', `{me{${Array.from({ length: 16 }, (_, i) => `t${i}:__typename`).join(' ')}}}`],
    ['rootFields', `{${Array.from({ length: 11 }, () => 'me{id}').join(' ')}}`],
    ['rootFields', `{...A ...A} fragment A on Query{${'me{id} '.repeat(6)}}`],
    ['directives', `{me{${'id @include(if:true) '.repeat(21)}}}`],
  ])('%s: a document beyond it is refused by that name, in under 50 ms of CPU', (limit, text) => {
    expect(limitOf(text)).toBe(limit);
    expect(cpuMs(() => check(text))).toBeLessThan(50);
  });

  test.each([
    ['10 deep', nested(10)],
    ['500 selections', `{me{${'id '.repeat(499)}}}`],
    ['15 aliases', `{me{${Array.from({ length: 15 }, (_, i) => `t${i}:__typename`).join(' ')}}}`],
    ['10 root fields', `{${'me{id} '.repeat(10)}}`],
    [
      "GraphiQL's introspection",
      getIntrospectionQuery({
        inputValueDeprecation: true,
        oneOf: true,
        schemaDescription: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
      }),
    ],
  ])('exactly at the limit is accepted: %s', (_, text) => {
    expect(limitOf(text)).toBe('accepted');
  });

  test.each([
    ['a cycle of fragments', '{me{...A}} fragment A on User{friend{...B}} fragment B on User{friend{...A}}'],
    ['an unknown fragment', '{me{...Missing}}'],
    ['an unknown field', '{nothing}'],
  ])('%s reaches validation, which names it', (_, text) => {
    const [error] = check(text) as GraphQLError[];
    expect(error!.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } });
    expect(error!.extensions['limit']).toBeUndefined();
  });

  test('introspection is refused where it is off, __typename never', () => {
    expect(Array.isArray(check('{__schema{types{name}}}', false))).toBe(true);
    expect(Array.isArray(check('{__typename me{__typename}}', false))).toBe(false);
  });

  test('a syntax error keeps its place and says GRAPHQL_PARSE_FAILED', () => {
    const [error] = check('{me{') as GraphQLError[];
    expect(error).toMatchObject({ extensions: { code: 'GRAPHQL_PARSE_FAILED' }, locations: [{ line: 1, column: 5 }] });
  });
});

describe('the error formatter', () => {
  const masked: unknown[] = [];
  const masking = { requestId: 'r1', suggestions: false, onMasked: (error: unknown) => void masked.push(error) };

  test('an unknown fault leaves with the request id and nothing else', () => {
    const fault = new GraphQLError('select * from users failed', {
      path: ['me'],
      extensions: { stacktrace: ['at x'], sql: 'select' },
    });
    expect(maskError(fault, masking)).toEqual({
      message: 'Internal server error',
      path: ['me'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r1' },
    });
    expect(masked).toContain(fault);
  });

  test.each([
    ['SUBGRAPH_TIMEOUT', 'GATEWAY_TIMEOUT'],
    ['SUBGRAPH_UNAVAILABLE', 'SERVICE_UNAVAILABLE'],
    ['SUBGRAPH_INVALID', 'BAD_GATEWAY'],
  ])('of %s a client is told %s, so that it knows whether to try again, and not of which subgraph', (code, told) => {
    const fault = new GraphQLError('users did not answer', { extensions: { code, serviceName: 'users' } });
    expect(maskError(fault, masking).extensions).toEqual({ code: told, requestId: 'r1' });
    expect(JSON.stringify(maskError(fault, masking))).not.toContain('users');
    expect(masked).toContain(fault);
  });

  test('a known code keeps its message and its open extensions only', () => {
    const error = refuse('RATE_LIMITED', 'Too many', { retryAfter: 3, stacktrace: ['at x'] });
    expect(maskError(error, masking)).toEqual({
      message: 'Too many',
      extensions: { code: 'RATE_LIMITED', requestId: 'r1', retryAfter: 3 },
    });
  });

  test('suggestions of field names are cut where they are off', () => {
    const error = refuse('GRAPHQL_VALIDATION_FAILED', 'Cannot query field "nam" on type "User". Did you mean "name"?');
    expect(maskError(error, masking).message).toBe('Cannot query field "nam" on type "User".');
  });
});

/** CPU of this thread, the best of three: other work on the machine is no fault of the document. */
function cpuMs(work: () => void): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.threadCpuUsage();
      work();
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000;
    }),
  );
}

test('the worst documents within the limits are validated in under 250 ms of CPU', () => {
  const fragments = Array.from({ length: 100 }, (_, i) => `fragment F${i} on User{friend{id} name}`).join(' ');
  const worst = [
    `{me{${'friend{friend{id}} '.repeat(160)}}}`,
    `{me{${'friend{friend{friend{friend{friend{id}}}}} '.repeat(80)}}}`,
    `{me{${Array.from({ length: 100 }, (_, i) => `...F${i}`).join(' ')}}} ${fragments}`,
  ];
  for (const text of worst) expect(cpuMs(() => check(text))).toBeLessThan(250);
});

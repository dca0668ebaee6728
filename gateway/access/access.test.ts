import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, print, visit, type DirectiveNode, type OperationDefinitionNode } from 'graphql';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import type { Pair } from '../testing/pair.ts';
import { federatedPair } from '../testing/pair.ts';
import { DoorAccess } from './door-access.ts';

const SIGNED_IN: Caller = { ...ANONYMOUS, kind: 'user', userId: 'u', sessionId: 's' };
const holding = (...permissions: string[]): Caller => ({ ...SIGNED_IN, permissions });

let pair: Pair;
let access: DoorAccess;
beforeAll(async () => {
  pair = await federatedPair();
  access = new DoorAccess(pair.supergraphSdl, { vip: (caller) => caller.roles.includes('VIP') });
});
afterAll(() => pair.users.stop());

async function ask(text: string, caller: Caller, variables = {}, by = access): Promise<string> {
  const document = parse(text);
  const denials = await by.denials(document, document.definitions[0] as OperationDefinitionNode, variables, caller);
  return denials.length === 0 ? 'ok' : String(denials[0]!.extensions['code']);
}

/** The supergraph with the access directives of some coordinates removed: what a slip of the pen would do. */
function without(coordinates: readonly string[], sdl: string): string {
  let type = '';
  const bare = <T extends { readonly directives?: readonly DirectiveNode[] }>(coordinate: string, node: T) =>
    coordinates.includes(coordinate)
      ? { ...node, directives: node.directives?.filter(({ name }) => name.value.startsWith('join__')) }
      : undefined;
  return print(
    visit(parse(sdl), {
      ObjectTypeDefinition(node) {
        type = node.name.value;
        return bare(type, node);
      },
      InterfaceTypeDefinition: (node) => void (type = node.name.value),
      FieldDefinition: (node) => bare(`${type}.${node.name.value}`, node),
    }),
  );
}

describe('the directives of the supergraph', () => {
  test.each<[string, Caller, string]>([
    ['{me{id}}', ANONYMOUS, 'UNAUTHENTICATED'],
    ['{me{id}}', SIGNED_IN, 'ok'],
    ['{scores{player{id level}}}', ANONYMOUS, 'ok'],
    ['{scores{player{email}}}', ANONYMOUS, 'UNAUTHENTICATED'],
    ['{scores{player{...P}}} fragment P on User{mail:email}', ANONYMOUS, 'UNAUTHENTICATED'],
    ['{scores{player{... on User{...{email}}}}}', ANONYMOUS, 'UNAUTHENTICATED'],
    ['{users{id}}', SIGNED_IN, 'FORBIDDEN'],
    ['{users{id}}', ANONYMOUS, 'UNAUTHENTICATED'],
    ['{users{id}}', { ...ANONYMOUS, permissions: ['user.list'] }, 'UNAUTHENTICATED'],
    ['{users{id}}', holding('user.list'), 'ok'],
    ['{users{id}}', holding('user.admin'), 'FORBIDDEN'],
    ['{users{id}}', holding('user.admin', 'user.read'), 'ok'],
    ['{vault}', SIGNED_IN, 'FORBIDDEN'],
    ['{vault}', { ...SIGNED_IN, roles: ['VIP'] }, 'ok'],
    ['{titled{title}}', ANONYMOUS, 'UNAUTHENTICATED'],
    ['{titled{title}}', SIGNED_IN, 'ok'],
    ['{hidden{title}}', SIGNED_IN, 'FORBIDDEN'],
    ['{hidden{__typename}}', SIGNED_IN, 'FORBIDDEN'],
    ['{hidden{title}}', holding('hidden.read'), 'ok'],
    ['{found{... on Public{title}}}', SIGNED_IN, 'ok'],
    ['{found{... on Hidden{title}}}', SIGNED_IN, 'FORBIDDEN'],
    ['{found{__typename}}', SIGNED_IN, 'FORBIDDEN'],
    ['{found{__typename}}', holding('hidden.read'), 'ok'],
    ['{__schema{types{name}} __typename open{title}}', ANONYMOUS, 'ok'],
    ['mutation{rename(name:"x"){id}}', ANONYMOUS, 'UNAUTHENTICATED'],
    ['subscription{scored{points}}', ANONYMOUS, 'UNAUTHENTICATED'],
    ['subscription{scored{points}}', SIGNED_IN, 'ok'],
    ['subscription{ticks}', ANONYMOUS, 'ok'],
  ])('%s', async (text, caller, verdict) => {
    expect(await ask(text, caller)).toBe(verdict);
  });

  test('a field that @skip or @include leaves out is not asked about; one that a variable brings in is', async () => {
    const text = 'query($all:Boolean!){scores{points player{email @include(if:$all)}} me @skip(if:true){id}}';
    expect(await ask(text, ANONYMOUS, { all: false })).toBe('ok');
    expect(await ask(text, ANONYMOUS, { all: true })).toBe('UNAUTHENTICATED');
  });

  test('a policy that nobody wrote, or that throws, denies', async () => {
    const careless = new DoorAccess(pair.supergraphSdl, {
      vip: () => {
        throw new Error('no');
      },
    });
    expect(await ask('{vault}', SIGNED_IN, {}, new DoorAccess(pair.supergraphSdl))).toBe('FORBIDDEN');
    expect(await ask('{vault}', SIGNED_IN, {}, careless)).toBe('FORBIDDEN');
    expect(
      await ask('{vault}', SIGNED_IN, {}, new DoorAccess(pair.supergraphSdl, Object.create({ vip: () => true }))),
    ).toBe('FORBIDDEN');
  });

  test('removing any one of them opens something that was closed', async () => {
    const asked: Record<string, string> = {
      'Query.me': '{me{id}}',
      'Query.users': '{users{id}}',
      'Query.vault': '{vault}',
      'Mutation.rename': 'mutation{rename(name:"x"){id}}',
      'Subscription.renamed': 'subscription{renamed{id}}',
      'Subscription.scored': 'subscription{scored{points}}',
      'User.email': '{scores{player{email}}}',
      'Score.bonus': '{scores{bonus}}',
      Hidden: '{hidden{title}}',
      'Book.title': '{titled{title}}',
    };
    expect(Object.keys(asked).sort()).toEqual([...access.coordinates].sort());
    for (const [coordinate, text] of Object.entries(asked)) {
      expect(await ask(text, ANONYMOUS)).toBe('UNAUTHENTICATED');
      const gone = coordinate === 'Book.title' ? [coordinate, 'Titled.title'] : [coordinate];
      const opened = new DoorAccess(without(gone, pair.supergraphSdl));
      expect([coordinate, await ask(text, ANONYMOUS, {}, opened)]).toEqual([coordinate, 'ok']);
    }
  });

  test('a directive that was renamed by its @link is still enforced, and an unknown security feature stops the start', async () => {
    const renamed = `schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "members", for: SECURITY) { query: Query }
      directive @link(url: String!, as: String, for: String) repeatable on SCHEMA
      directive @members on FIELD_DEFINITION
      type Query { a: Int @members }`;
    expect(await ask('{a}', ANONYMOUS, {}, new DoorAccess(renamed))).toBe('UNAUTHENTICATED');
    expect(() => new DoorAccess(renamed.replace('authenticated/', 'fence/'))).toThrow('fence');
  });
});

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import type { AccessRule } from '#chassis/graphql/access';
import { permits } from '#chassis/graphql/protect';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { Scope } from '#chassis/mount/scope';
import type { Subgraph } from '#chassis/mount/subgraph';
import { SEED_GRANTS } from '#subgraphs/users/domain/permission';
import { idArguments } from '#registry/access/id-arguments';
import { accessDirectives, accessMatrix, type AccessMatrix, type Rooms } from '#registry/access/matrix';
import { fieldFindings, FIELDS, fieldTable, idFindings, IDS } from '#registry/access/tables';
import { definitionOf } from '#registry/definition';
import { describeAccess } from '#registry/describe';
import { subgraphNames } from '#registry/subgraph-names';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const supergraph = read('schema/supergraph.graphql');
const document = parse(supergraph, { noLocation: true });
const table = fieldTable(read(FIELDS));
const definitions: Subgraph[] = [];
let rooms: Rooms[];
let matrix: AccessMatrix;

beforeAll(async () => {
  for (const name of subgraphNames(ROOT)) definitions.push(await definitionOf(join(ROOT, 'subgraphs', name), 'ts'));
  rooms = definitions.map(({ name, access }) => ({
    name,
    sdl: read(`schema/subgraphs/${name}.graphql`),
    access: describeAccess(access),
  }));
  matrix = await accessMatrix(document, rooms, SEED_GRANTS);
}, 60_000);

test('every field is classified, and who may ask for it is what the checked-in table says', () => {
  expect(fieldFindings(table, matrix)).toEqual([]);
});

test('every id that an operation takes is classified', () => {
  expect(idFindings(read(IDS), idArguments(supergraph))).toEqual([]);
});

test('taking away any one directive from the supergraph is noticed', async () => {
  const sites = accessDirectives(document);
  expect(sites.length).toBeGreaterThan(0);
  const unnoticed: string[] = [];
  for (const { coordinate, words, without } of sites) {
    const mutant = await accessMatrix(without(), rooms, SEED_GRANTS);
    if (fieldFindings(table, mutant).length === 0) unnoticed.push(`${coordinate} @${words}`);
  }
  expect(unnoticed).toEqual([]);
}, 120_000);

test('loosening or taking away any one rule of a subgraph is noticed', async () => {
  const unnoticed: string[] = [];
  for (const room of rooms) {
    for (const [field, rule] of Object.entries(room.access)) {
      const { [field]: _gone, ...less } = room.access;
      for (const access of rule === 'open' ? [less] : [less, { ...less, [field]: 'open' }]) {
        // Only the words of the room change, so the door need not be asked again: it is the same text for every mutant.
        const mutant = new Map(matrix);
        mutant.set(
          field,
          (matrix.get(field) ?? '').replace(`${room.name}: ${rule}`, `${room.name}: ${access[field] ?? ''}`),
        );
        if (fieldFindings(table, mutant).length === 0) unnoticed.push(`${room.name} ${field}`);
      }
    }
  }
  expect(unnoticed).toEqual([]);
});

test('every rule that is not open refuses somebody: nobody passes it without signing in', async () => {
  const open: string[] = [];
  const anonymous = { caller: ANONYMOUS } as Scope;
  for (const { name, access } of definitions) {
    for (const [type, fields] of Object.entries(access)) {
      for (const [field, rule] of Object.entries(fields)) {
        if (rule === 'open' || asksData(rule)) continue;
        if (await permits(rule, {}, {}, anonymous)) open.push(`${name} ${type}.${field}`);
      }
    }
  }
  expect(open).toEqual([]);
});

function asksData(rule: AccessRule): boolean {
  return typeof rule === 'object' && 'allows' in rule;
}

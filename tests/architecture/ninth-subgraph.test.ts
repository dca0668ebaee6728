import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { addressesOf } from '#registry/addresses';
import { missingLines } from '#registry/completeness';

const ROOT = resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'ninth-'));
afterAll(() => rmSync(copy, { recursive: true }));

const ofGrants = () => missingLines(copy).filter(({ message }) => message.endsWith('(grants)'));

test('every subgraph has its lines outside its folder', () => {
  expect(missingLines(ROOT)).toEqual([]);
});

test('of a copied folder, each missing line is named in a sentence, and no other file has to be edited', () => {
  for (const path of ['subgraphs', 'schema', 'rover.yaml', 'docker-compose.yml'])
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  cpSync(join(copy, 'subgraphs/gamification'), join(copy, 'subgraphs/grants'), { recursive: true });
  expect(ofGrants().map(({ where, message }) => `${where} ${message}`)).toEqual([
    'schema/ and rover.yaml do not know it: run npm run schema, then npm run schema:access (grants)',
    'docker-compose.yml has no service grants: copy the block of another subgraph (grants)',
    'docker-compose.yml has no volume grants-role: add it under volumes (grants)',
    'docker-compose.yml prepare does not write its secrets: mount grants-role:/roles/grants (grants)',
    'docker-compose.yml the gateway does not wait for it: add it to depends_on (grants)',
  ]);

  const compose = readFileSync(join(copy, 'docker-compose.yml'), 'utf8')
    .replace('\n  gateway:\n', '\n  grants:\n    image: venture-os\n\n  gateway:\n')
    .replace('      - gateway-role:/roles', '      - grants-role:/roles/grants\n      - gateway-role:/roles')
    .replace('      users: {', '      grants: { condition: service_healthy }\n      users: {')
    .replace('\n  gateway-role:\n', '\n  grants-role:\n  gateway-role:\n');
  writeFileSync(join(copy, 'docker-compose.yml'), compose);
  mkdirSync(join(copy, 'schema/subgraphs'), { recursive: true });
  writeFileSync(join(copy, 'schema/subgraphs/grants.graphql'), '');
  const rover = readFileSync(join(copy, 'rover.yaml'), 'utf8');
  const url = addressesOf(['gamification', 'grants', 'users'], rover).get('grants');
  writeFileSync(
    join(copy, 'rover.yaml'),
    rover.replace('subgraphs:\n', `subgraphs:\n  grants:\n    routing_url: ${url}\n`),
  );
  expect(ofGrants()).toEqual([]);
});

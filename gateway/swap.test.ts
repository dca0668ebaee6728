import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { opened, type Opened } from './testing/opened.ts';
import { until } from './testing/until.ts';

const REGISTERED = 'query Registered { who { kind } }';
const OUTGROWN = 'query Outgrown { nothingOfThisKind }';

let at: Opened;
const operationsFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'operations-'));
beforeAll(async () => {
  for (const [name, text] of Object.entries({ REGISTERED, OUTGROWN }))
    fs.writeFileSync(path.join(operationsFolder, `${name}.graphql`), text);
  at = await opened({ metrics: true, operationsFolder });
});
afterAll(async () => {
  await at.stop();
  fs.rmSync(operationsFolder, { recursive: true });
});

/** The same graph, but for one field that needs a sign-in. */
const closed = (): string => {
  const sdl = at.pair.supergraphSdl.replace(/open: Public @join__field\(graph: USERS\)/, '$& @authenticated');
  expect(sdl).not.toBe(at.pair.supergraphSdl);
  return sdl;
};
const swapped = (from: string, to: string): string => at.pair.supergraphSdl.replaceAll(from, to);

test('what is registered and what was asked lately has its plan before anybody asks, at the start and after a swap', async () => {
  const plansKept = async () => Number(/^gateway_plans_kept (\d+)$/m.exec((await at.request('/metrics')).text)?.[1]);
  const planningOf = async (query: string) =>
    (await at.ask(query, { headers: { 'x-include-plan': 'true' } })).body.extensions.queryPlan.planning;
  await until(async () => (await plansKept()) === 1); // of what is registered and not outgrown
  expect(await planningOf(REGISTERED)).toEqual({ cached: true, ms: 0 });
  const asked = 'query Asked { scores { points } }';
  expect(await planningOf(asked)).toMatchObject({ cached: false });
  at.door.replaceSupergraph(closed());
  await until(async () => (await plansKept()) === 2);
  for (const query of [REGISTERED, asked]) expect(await planningOf(query)).toEqual({ cached: true, ms: 0 });
  expect((await at.ask('{open{title}}')).status).toBe(401); // they are plans of another graph
  expect((await at.ask(OUTGROWN)).status).toBe(400);
  expect(JSON.stringify(at.log.lines)).not.toContain('planned ahead');
  at.door.replaceSupergraph(at.pair.supergraphSdl);
});

test('a door that is closed while it plans ahead leaves it at that', async () => {
  const other = await opened({ operationsFolder });
  await other.stop();
  expect(JSON.stringify(other.log.lines)).not.toContain('planned ahead');
});

test('a new supergraph serves at once, its access directives with it', async () => {
  expect((await at.ask('{open{title}}')).status).toBe(200);
  at.door.replaceSupergraph(closed());
  expect((await at.ask('{open{title}}')).status).toBe(401);
  at.door.replaceSupergraph(at.pair.supergraphSdl);
  expect((await at.ask('{open{title}}')).status).toBe(200);
});

test('a broken one is refused and the old one serves on', async () => {
  expect(() => at.door.replaceSupergraph('type Query { a: Int }')).toThrow();
  expect((await at.ask('{open{title}}')).status).toBe(200);
});

test('one whose security the door does not understand never serves', async () => {
  expect(() => at.door.replaceSupergraph(swapped('/policy/v0.1', '/fence/v0.1'))).toThrow();
  const { status } = await at.ask('{vault}');
  expect([401, 403, 503]).toContain(status);
});

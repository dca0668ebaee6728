import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { opened, type Opened } from './testing/opened.ts';

let at: Opened;
beforeAll(async () => {
  at = await opened();
});
afterAll(() => at.stop());

const swapped = (from: string, to: string): string => at.pair.supergraphSdl.replaceAll(from, to);

test('a new supergraph serves at once, its access directives with it', async () => {
  expect((await at.ask('{open{title}}')).status).toBe(200);
  const closed = at.pair.supergraphSdl.replace(/open: Public @join__field\(graph: USERS\)/, '$& @authenticated');
  expect(closed).not.toBe(at.pair.supergraphSdl);
  at.door.replaceSupergraph(closed);
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

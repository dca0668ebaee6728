import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { SubgraphResult } from '#chassis/mount/endpoint';
import { followSupergraphFile } from '#gateway/graph/follow-file';
import { Graph } from '#gateway/graph/graph';
import { withoutAuthDirectives } from '#gateway/graph/public-supergraph';
import { BrokenSupergraph } from '#gateway/graph/supergraph';
import { compose, SILENT } from './arena.ts';

const AUTH = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@policy"])`;
const guarded = (extra = '') =>
  compose([
    {
      name: 'accounts',
      typeDefs: `${AUTH}
      type Query { me: Account @authenticated all: [Account!] @requiresScopes(scopes: [["account.list"], ["admin"]]) ${extra} }
      type Account @key(fields: "id") @policy(policies: [["self"]]) { id: ID! mail: String @authenticated level: Level }
      enum Level @authenticated { LOW HIGH }
      scalar Date @requiresScopes(scopes: [["date"]])
      "@authenticated in a description stays"
      interface Node { id: ID! }`,
    },
  ]);

describe('the supergraph', () => {
  test('with auth directives is refused by the base gateway, loads here, and keeps them in the full text', async () => {
    const sdl = guarded();
    const base = new ApolloGateway({ supergraphSdl: sdl, logger: SILENT });
    await expect(base.load()).rejects.toThrow(/authenticated|requiresScopes|policy/);
    const graph = await load(sdl);
    expect(graph.snapshot.sdl).toBe(sdl);
    expect(graph.snapshot.supergraphSchema.getDirective('requiresScopes')).toBeDefined();
    expect(Object.keys(graph.snapshot.apiSchema.getQueryType()!.getFields())).toEqual(['me', 'all']);
    await graph.stop();
  });

  test('loses its auth directives and nothing else in the copy for the base gateway', () => {
    const stripped = withoutAuthDirectives(guarded());
    const withoutDescriptions = stripped.replace(/"""[^]*?"""|"(?:[^"\\]|\\.)*"/g, '""');
    expect(withoutDescriptions).not.toMatch(/authenticated|requiresScopes|policy|Scope|Policy/);
    expect(stripped).toContain('@authenticated in a description stays');
    expect(stripped).toContain('@join__type');
    expect(stripped).toContain('https://specs.apollo.dev/join/');
    expect(withoutAuthDirectives(stripped)).toBe(stripped);
  });

  test('follows renamed links and imports when it strips', () => {
    const renamed = guarded()
      .replace(
        /@link\(url: "https:\/\/specs.apollo.dev\/authenticated\/v0.1"/,
        '@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "login"',
      )
      .replaceAll('@authenticated', '@login');
    expect(withoutAuthDirectives(renamed).replace(/"[^"]*"/g, '')).not.toMatch(/@login|@authenticated/);
  });

  test('is swapped as a whole; a broken one is refused and the old one stays', async () => {
    const graph = await load(guarded());
    const seen: string[] = [];
    graph.supergraph.follow((snapshot) => seen.push(snapshot.id));
    const before = graph.snapshot;
    expect(() => graph.replace('type Query { broken: Boolean }')).toThrow(BrokenSupergraph);
    expect(() => graph.replace(guarded().replace('type Account', 'type Account!'))).toThrow(BrokenSupergraph);
    expect(graph.snapshot).toBe(before);
    expect(await ask(graph, '{ me { id } }')).toEqual({ data: { me: { id: '1' } } });
    const after = graph.replace(guarded('later: Account'));
    expect(graph.snapshot).toBe(after);
    expect(seen).toEqual([before.id, after.id]);
    expect(await ask(graph, '{ later { id } }')).toEqual({ data: { later: { id: '1' } } });
    expect(graph.replace(after.sdl)).toBe(after);
    await graph.stop();
  });

  test('that names a subgraph to which there is no way is refused, and the old one stays', async () => {
    const graph = await load(guarded());
    const before = graph.snapshot;
    expect(() => graph.replace(guarded().replaceAll('"accounts"', '"strangers"'))).toThrow(/no way to strangers/);
    expect(graph.snapshot).toBe(before);
    expect(await ask(graph, '{ me { id } }')).toEqual({ data: { me: { id: '1' } } });
    await graph.stop();
  });

  test('is taken from its file whenever the file changes, unless it is broken', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'supergraph-'));
    const path = join(folder, 'supergraph.graphql');
    writeFileSync(path, guarded());
    const graph = await load(guarded());
    const stop = followSupergraphFile(path, (sdl) => void graph.replace(sdl), SILENT, 10);
    const later = guarded('later: Account');
    const write = (sdl: string) => {
      writeFileSync(join(folder, 'next'), sdl);
      renameSync(join(folder, 'next'), path);
    };
    try {
      write('broken');
      write(later);
      const deadline = Date.now() + 5_000;
      while (graph.snapshot.sdl !== later && Date.now() < deadline)
        await new Promise((resolve) => setImmediate(resolve));
      expect(graph.snapshot.sdl).toBe(later);
    } finally {
      stop();
      rmSync(folder, { recursive: true });
      await graph.stop();
    }
  });

  test('of an operation that runs already is not taken away by a swap', async () => {
    const answers: ((result: SubgraphResult) => void)[] = [];
    const graph = await Graph.load({
      sdl: guarded(),
      log: SILENT,
      endpointOf: () => ({
        execute: () => new Promise((resolve) => answers.push(resolve)),
        subscribe: () => Promise.resolve({}),
      }),
    });
    const running = ask(graph, '{ me { id level } }');
    while (answers.length === 0) await new Promise((resolve) => setImmediate(resolve)); // it is planned in its own time
    graph.replace(guarded('later: Account').replaceAll('LOW', 'MIDDLE'));
    answers[0]!({ data: { me: { id: '1', level: 'LOW' } } });
    expect(await running).toEqual({ data: { me: { id: '1', level: 'LOW' } } });
    await graph.stop();
  });
});

function load(sdl: string): Promise<Graph> {
  const data = { me: { id: '1' }, later: { id: '1' } };
  const endpoint = {
    execute: () => Promise.resolve({ data: structuredClone(data) }),
    subscribe: () => Promise.resolve({}),
  };
  return Graph.load({
    sdl,
    log: SILENT,
    endpointOf: ({ name }) => {
      if (name !== 'accounts') throw new Error(`no way to ${name}`);
      return endpoint;
    },
  });
}

function ask(graph: Graph, text: string) {
  return graph.execute({ document: parse(text), caller: ANONYMOUS });
}

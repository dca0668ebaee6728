import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { parse } from 'yaml';
import { SubgraphMetrics } from '#chassis/metrics/subgraph-metrics';
import { opened, type Opened } from '#gateway/testing/opened';
import { buzSubgraph } from '#subgraphs/buz/subgraph';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly where: string };
}

const dashboard = JSON.parse(readFileSync('deploy/observability/dashboard.json', 'utf8')) as {
  panels: { title: string; targets?: { expr: string }[] }[];
};
const { groups } = parse(readFileSync('deploy/observability/alerts.yaml', 'utf8')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const page = readFileSync('docs/operations.md', 'utf8');

let at: Opened;
let printed: ReadonlyMap<string, ReadonlySet<string>>;

beforeAll(async () => {
  at = await opened({ metrics: true });
  await at.ask('{ scores { points } }');
  const { text } = await at.request('/metrics');
  const registry = new Registry();
  const metrics = new SubgraphMetrics(registry);
  const lane = { figures: {}, waiting: 0 };
  metrics.watch({
    name: 'buz',
    pools: {},
    road: undefined as never, // names are asked for, not figures
    jobSchema: 'buz_jobs',
    tailReadAt: () => undefined,
    figures: () => buzSubgraph().figures!({ lane } as never),
  });
  const inside = (await registry.getMetricsAsJSON()).map(({ name }) => name);
  const labelsOf = new Map<string, Set<string>>(inside.map((name) => [name, new Set()]));
  for (const line of text.split('\n')) {
    const [, help] = /^# HELP (\w+)/.exec(line) ?? [];
    if (help) labelsOf.set(help, labelsOf.get(help) ?? new Set());
  }
  printed = labelsOf;
});
afterAll(() => at?.stop());

/** The metrics that an expression names: words that are no function, label or keyword. */
function metricsIn(expr: string): string[] {
  const bare = expr
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, '');
  const words = [...bare.matchAll(/\b[a-z_][a-z0-9_]*\b(?!\s*\()/gi)].map(([word]) => word);
  return words.filter((word) => !['and', 'or', 'unless', 'bool', 'offset'].includes(word));
}

function isPrinted(name: string): boolean {
  return printed.has(name) || printed.has(name.replace(/_(bucket|sum|count)$/, ''));
}

test('every metric that the dashboard and the alerts name is printed by somebody', () => {
  const expressions = [
    ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
    ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ];
  expect(expressions.length).toBeGreaterThan(50);
  const missing = expressions.flatMap(([place, expr]) => {
    const names = metricsIn(expr);
    if (names.length === 0) return [`${place}: names no metric`];
    return names.filter((name) => name !== 'up' && !isPrinted(name)).map((name) => `${place}: ${name}`);
  });
  expect(missing).toEqual([]);
});

test('every metric of ours is on the dashboard, so that none is counted for nobody', () => {
  const shown = new Set(dashboard.panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr))));
  const unseen = [...printed.keys()].filter(
    (name) =>
      /^(gateway|subgraph|buz)_/.test(name) &&
      !['', '_bucket', '_sum', '_count'].some((ending) => shown.has(name + ending)),
  );
  expect(unseen).toEqual([]);
});

test('every alert is named once, says how bad it is and what is wrong, and the operations page says what to do', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  for (const { alert, labels, annotations } of rules) {
    expect(['page', 'warn']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/\.$/);
    if (!page.includes(`<a id="${annotations.where}"></a>`))
      throw new Error(`${alert}: ${annotations.where} is missing`);
  }
});

test('a metric that nobody prints is found', () => {
  expect(metricsIn('sum by (le) (rate(gateway_invented_total{a="b"}[5m])) > 1')).toEqual(['gateway_invented_total']);
  expect(isPrinted('gateway_invented_total')).toBe(false);
});

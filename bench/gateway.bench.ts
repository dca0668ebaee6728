import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { alone, measure, type Contender, type Counts, type Plan } from './gateway/cells.ts';
import type { Ours } from './gateway/ours.ts';
import { message, pin, startContender, startHere, startHive } from './gateway/processes.ts';
import { Book, claimsTable, HEAD, rowOf, table, type Claim } from './gateway/report.ts';
import { WORKLOADS, type Workload } from './gateway/workloads.ts';

/**
 * Claims and method: bench/README.md. For developing it, none of which writes results: `quick`; `profile` writes CPU profiles of ours;
 * `only=<name>;<name>` and `workload=<name>` leave out the rest.
 */
const quick = process.argv.includes('quick');
const profile = process.argv.includes('profile');
const only = chosen('only')?.split(';');
const workload = chosen('workload');
const isWhole = !quick && !profile && only === undefined && workload === undefined;
const ROUNDS = isWhole ? 3 : 1;
const TURNS = { warmUpMs: 1_000, turns: profile ? 25 : 5, turnMs: 700 };
const turns = quick ? { warmUpMs: 300, turns: 2, turnMs: 400 } : TURNS;
const CONNECTIONS = isWhole ? [50, 10] : [50];

const subgraphs = startHere('./serve.ts');
const { ports } = await message<{ ports: Record<string, number> }>(subgraphs);
const urls = Object.fromEntries(
  Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}/graphql`]),
);
const pinned = pin(process.pid, 1) && pin(subgraphs.pid!, 1);
const counts: Counts = async () => {
  const answer = message<{ fetches: number; bytes: number }>(subgraphs);
  subgraphs.send('counts');
  return answer;
};

const flags = profile ? ['--cpu-prof', '--cpu-prof-dir=.cache'] : [];
const ours = (name: string, more: Partial<Ours> = {}): Contender => ({
  name,
  start: () => startContender({ kind: 'ours', ours: { inProcess: false, ...more } }, urls, flags),
});
const here = (name: string, kind: 'monolith' | 'compiled' | 'stock'): Contender => ({
  name,
  start: () => startContender({ kind }, urls),
});
const hive = (name: string, rust: boolean, inbound: boolean): Contender => ({
  name,
  start: () => startHive(rust, inbound, urls),
});

const APART: readonly Contender[] = [
  ours('ours'),
  hive('hive, Rust planner', true, false),
  ours('ours, inbound dedupe', { shareRequests: true }),
  hive('hive, Rust planner, inbound dedupe', true, true),
  hive('hive, JS engine', false, false),
  here('stock', 'stock'),
];
const STEPS: readonly Contender[] = [
  ours('ours, everything on'),
  ours('ours, without batching', { tuning: { batching: false } }),
  ours('ours, without leaf sinking', { tuning: { sinking: false } }),
  ours('ours, without shared reads', { shareReads: false }),
  ours('ours, without generated shaping', { tuning: { projection: false } }),
];
const TOGETHER: readonly Contender[] = [
  ours('ours, one process', { inProcess: true }),
  here('monolith', 'monolith'),
  here('monolith, graphql-jit and our front', 'compiled'),
];

const book = new Book();
const everything: readonly [readonly Contender[], Plan][] = [
  [APART, { workloads: ['big', 'small', 'varied'], connections: CONNECTIONS, ...turns }],
  [STEPS, { workloads: ['big', 'varied'], connections: [50], ...turns }],
  [TOGETHER, { workloads: ['big', 'small'], connections: [50], ...turns }],
];
const say = (text: string) => process.stderr.write(`${text}\n`);
for (let round = 0; round < ROUNDS; round++) {
  for (const [contenders, plan] of everything) {
    const chosen = contenders.filter(({ name }) => only?.includes(name) ?? true);
    const workloads = plan.workloads.filter((name) => name === (workload ?? name));
    await measure(chosen, { ...plan, workloads }, counts, (cell, figures) => {
      book.keep(cell, figures);
      say(`${round + 1}/${ROUNDS} ${cell.workload} ${cell.connections}: ${rowOf(cell.contender, figures).join('  ')}`);
    });
  }
}

const asked: string[][] = [];
let first: string | undefined;
for (const contender of isWhole || quick ? [...APART, TOGETHER[0]!] : []) {
  const running = await contender.start();
  const { answer, fetches, bytes } = await alone(running, 'big', counts);
  await running.stop();
  const data = sorted(answer.toString());
  if ((first ??= data) !== data) throw new Error(`the answer of ${contender.name} differs`);
  asked.push([contender.name, String(fetches), String(bytes), String(answer.length)]);
}
subgraphs.disconnect();

/** Of an argument `name=value`. */
function chosen(name: string): string | undefined {
  return process.argv.find((argument) => argument.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The executors order keys differently; the answers must be equal otherwise. */
function sorted(text: string): string {
  return JSON.stringify(JSON.parse(text).data, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

const cpu = (workload: Workload, a: string, b: string) => book.ratio(workload, 50, a, b, (figures) => figures.cpuMs);
const late = (workload: Workload, connections: number) =>
  book.ratio(workload, connections, 'ours', 'hive, Rust planner', (figures) => figures.p99Ms);
const RUST = 'hive, Rust planner';
const claims: Claim[] = [
  { says: 'CPU/op of the Rust planner, big', value: cpu('big', 'ours', RUST), most: 0.45 },
  { says: 'CPU/op of the Rust planner, small', value: cpu('small', 'ours', RUST), most: 0.7 },
  { says: 'the same, varied', value: cpu('varied', 'ours', RUST), most: 0.45 },
  {
    says: 'the same with inbound dedupe on both sides, big',
    value: cpu('big', 'ours, inbound dedupe', 'hive, Rust planner, inbound dedupe'),
    most: 0.4,
  },
  ...CONNECTIONS.map((n) => ({
    says: `p99 of the Rust planner, big, ${n} connections`,
    value: late('big', n),
    most: 1,
  })),
  { says: 'one process: CPU/op of a default monolith', value: cpu('big', 'ours, one process', 'monolith'), most: 0.6 },
  {
    says: 'one process: CPU/op of a monolith on graphql-jit in our front',
    value: cpu('big', 'ours, one process', 'monolith, graphql-jit and our front'),
    most: 1.3,
  },
];

const bought = STEPS.slice(1).map(({ name }) => [
  name,
  ...(['big', 'varied'] as const).map((workload) => cpu(workload, name, 'ours, everything on').toFixed(2)),
]);
const sections = everything.flatMap(([contenders, plan]) =>
  plan.workloads.flatMap((workload) =>
    plan.connections.map((connections) => {
      const rows = contenders.map(({ name }) => rowOf(name, book.middle({ contender: name, workload, connections })));
      return `### ${workload}: ${WORKLOADS[workload].says}; ${connections} connections\n\n${table(HEAD, rows)}\n`;
    }),
  ),
);
const report = `# The gateway against its peers

${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}, load ${loadavg()[0]!.toFixed(1)} at the end${
  pinned ? ', the gateway on a CPU of its own' : ', nothing pinned'
}. Method: ../README.md.
Ours checks a token, limits, rates and access, seals every call, counts for Prometheus and records one trace in a hundred; the peers do none of it.

${claimsTable(claims)}

One client alone, big:

${table(['contender', 'fetches', 'bytes up', 'bytes down'], asked)}

CPU/op of ours with one step switched off, of that with everything on, 50 connections:

${table(['', 'big', 'varied'], bought)}

${sections.join('\n')}`;
if (isWhole) writeFileSync(new URL('./results/gateway.md', import.meta.url), report);
process.stdout.write(report);
if (isWhole && claims.some(({ value, most }) => !(value <= most))) process.exitCode = 1;

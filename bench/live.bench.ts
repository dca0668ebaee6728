import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { quantile } from './leaderboard/ground.ts';
import { announcements, figures, reloads } from './live/announcements.ts';
import { away, fanOut, openGame, ownRanks } from './live/moves.ts';

const KIB_PER_SOCKET = 64;
const ANNOUNCED_MS = 500;
const FAN_OUT_MS = 150;
const OWN_MS = 500;

const full = [10_000, 20, 1_000, 30, 200, 30] as const;
const [sockets, events, users, moves, gains, awaySeconds] = full.map((many, i) =>
  Number(process.argv[2 + i] ?? many),
) as [number, number, number, number, number, number];
const isFull = process.argv.length <= 2;
const SUPERGRAPHS = 6;

const loadBefore = loadavg()[0]!;
const announced = await announcements(sockets, events);
const reloaded = await reloads(users, SUPERGRAPHS);
const game = await openGame();
const awayClients = Math.min(100, users);
const [topTimes, ownTimes, back] = await (async () => {
  try {
    return [
      await fanOut(game, users, moves),
      await ownRanks(game, users, gains),
      await away(game, awayClients, awaySeconds * 1_000),
    ] as const;
  } finally {
    await game.stop();
  }
})();

interface Row {
  readonly claim: string;
  readonly goal: string;
  readonly measured: string;
  readonly holds: boolean;
}

const many = (count: number) => count.toLocaleString('en');
const p99 = (times: readonly number[]) => quantile(times, 0.99);
const heardOf = (times: readonly number[], expected: number) => `${many(times.length)} of ${many(expected)} heard`;
const expectedOwn = Math.min(gains, users);
const rows: Row[] = [
  {
    claim: `${many(announced.sockets)} sockets of as many users in one process, all subscribed: memory of each`,
    goal: `at most ${KIB_PER_SOCKET} KiB`,
    measured: `${announced.rssKiB.toFixed(1)} KiB (heap ${announced.heapKiB.toFixed(1)})`,
    holds: announced.rssKiB <= KIB_PER_SOCKET && announced.sockets === sockets,
  },
  {
    claim: `one event that is the same for everybody, from its being told to all ${many(announced.sockets)}`,
    goal: `p99 at most ${ANNOUNCED_MS} ms`,
    measured: `${figures(announced.times)} ms, ${heardOf(announced.times, announced.sockets * events)}, ${announced.cpuMs.toFixed(0)} ms of the gateway's CPU`,
    holds: p99(announced.times) <= ANNOUNCED_MS && announced.wrong === 0 && announced.faults === 0,
  },
  {
    claim: `one \`leaderboardMoved\`, from its commit to ${many(users)} users`,
    goal: `p99 at most ${FAN_OUT_MS} ms`,
    measured: `${figures(topTimes)} ms, ${heardOf(topTimes, moves * users)}`,
    holds: p99(topTimes) <= FAN_OUT_MS && topTimes.length === moves * users,
  },
  {
    claim: `XP of one of ${many(users)} watchers, from its commit to the own socket`,
    goal: `p99 at most ${OWN_MS} ms`,
    measured: `${figures(ownTimes)} ms, ${heardOf(ownTimes, expectedOwn)}`,
    holds: p99(ownTimes) <= OWN_MS && ownTimes.length === expectedOwn,
  },
  {
    claim: `${SUPERGRAPHS} supergraphs one after the other under ${many(reloaded.readers)} subscriptions, ${reloaded.events} events`,
    goal: 'none dropped, nothing missed or doubled',
    measured: `${reloaded.wrong} readers and ${reloaded.faults} frames wrong`,
    holds: reloaded.wrong === 0 && reloaded.faults === 0,
  },
  {
    claim: `${awayClients} clients away for ${awaySeconds} s that come back with their positions, ${back.events} events`,
    goal: 'nothing lost or doubled',
    measured: `${back.wrong} clients and ${back.faults} frames wrong`,
    holds: back.wrong === 0 && back.faults === 0,
  },
];

const limit =
  announced.sockets < sockets
    ? `\nThe system allows a process ${many(announced.files)} open files at most: ${many(announced.sockets)} sockets of ${many(sockets)} were measured.\n`
    : '';
const tell = ({ claim, goal, measured, holds }: Row) =>
  `| ${claim} | ${goal} | **${measured}** | ${holds ? 'holds' : 'does not hold'} |`;
const report = `# Live: many sockets, moves on the board, reloads and returns

${new Date().toISOString().slice(0, 10)}, Node ${process.version}, PostgreSQL 18, ${cpus().length} x ${cpus()[0]?.model.trim()}; load average before and after ${loadBefore.toFixed(1)},
${loadavg()[0]!.toFixed(1)}. Method: ../README.md. Times are p50 / p95 / p99 / max.
${limit}
| | goal | measured | |
|---|---|---|---|
${rows.map(tell).join('\n')}
`;
if (isFull) writeFileSync(new URL('./results/live.md', import.meta.url), report);
process.stdout.write(report);
if (!rows.every(({ holds }) => holds)) process.exitCode = 1;

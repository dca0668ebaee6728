import { quantile } from '../leaderboard/ground.ts';
import { Crowd, notExactly } from './crowd.ts';
import type { Memory } from './door.ts';
import { BenchProcess } from './process.ts';

/** Files that a process needs beside its sockets. */
const FILES_BESIDE = 200;
const SAME = 'subscription { news { id text author { name } } }';
/** The same for everybody, of which the rest is each reader's own, and of which everything is. */
const KINDS = [
  SAME,
  'subscription { news { id author { isFriend } } }',
  'subscription { letter { id author { name } } }',
];
const SETTLE_MS = 3_000;
const pause = (ms: number) => new Promise((resolve) => void setTimeout(resolve, ms));

export interface Announced {
  /** As many as were asked for, or as the system's limit of open files allows. */
  readonly sockets: number;
  readonly files: number;
  readonly rssKiB: number;
  readonly heapKiB: number;
  /** What one event costs the gateway's process: says more than times on a busy machine. */
  readonly cpuMs: number;
  /** Per event and reader, from its being told until the frame. */
  readonly times: readonly number[];
  /** Readers that did not hear everything, in order, once; and what else they heard. */
  readonly wrong: number;
  readonly faults: number;
}

export interface Reloaded {
  readonly readers: number;
  readonly events: number;
  readonly wrong: number;
  readonly faults: number;
}

/** The memory of `wanted` sockets in one process, and news that are the same for all of them. */
export async function announcements(wanted: number, events: number): Promise<Announced> {
  return withDoor(async (door, { url, files }) => {
    const sockets = Math.min(wanted, files - FILES_BESIDE);
    const before = await door.ask<Memory>({ memory: true }); // before the tokens are made, whose garbage would count as room
    const tokens = await door.ask<string[]>({ sessions: sockets });
    const crowd = await Crowd.follow(url, tokens, [SAME], true);
    const after = await door.ask<Memory>({ memory: true });
    const told = new Map<string, number>();
    for (let n = 0; n < events; n++) {
      const { at } = await door.ask<{ at: number }>({ news: `n${n}` });
      told.set(`n${n}`, at);
      await pause(1_000);
    }
    await pause(SETTLE_MS);
    const { cpuMs } = await door.ask<Memory>({ memory: true });
    const { heard, faults } = await crowd.tell();
    const each = (what: 'rss' | 'heap') => (after[what] - before[what]) / 1024 / sockets;
    return {
      sockets,
      files,
      rssKiB: each('rss'),
      heapKiB: each('heap'),
      cpuMs: (cpuMs - after.cpuMs) / events,
      times: heard.map(([, id, at]) => at - told.get(id)!),
      wrong: notExactly(heard, sockets, [...told.keys()]),
      faults: faults.length,
    };
  });
}

/** Supergraph after supergraph under live subscriptions of every kind, with events before, between and while they are planned anew. */
export async function reloads(readers: number, count: number): Promise<Reloaded> {
  return withDoor(async (door, { url }) => {
    const crowd = await Crowd.follow(url, await door.ask<string[]>({ sessions: readers }), KINDS, true);
    const told: string[] = [];
    const tell = async () => {
      told.push(`n${told.length}`);
      await door.ask({ news: told.at(-1)! });
    };
    for (let n = 1; n <= count; n++) {
      await tell();
      await door.ask({ reload: n });
      await tell(); // while they are planned anew
      await pause(1_000);
    }
    await tell();
    await pause(SETTLE_MS);
    const { heard, faults } = await crowd.tell();
    return { readers, events: told.length, wrong: notExactly(heard, readers, told), faults: faults.length };
  });
}

async function withDoor<Result>(
  work: (door: BenchProcess, hello: { url: string; files: number }) => Promise<Result>,
): Promise<Result> {
  const door = new BenchProcess('./door.ts');
  try {
    return await work(door, await door.ask({ hello: true }));
  } finally {
    await door.stop();
  }
}

export function figures(times: readonly number[]): string {
  return [0.5, 0.95, 0.99, 1].map((share) => quantile(times, share).toFixed(0)).join(' / ');
}

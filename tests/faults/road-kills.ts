import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { layRoad, tallyTable, until } from '#chassis/testing/road-town';
import { freePort } from '../free-port.ts';
import type { RoadProgram } from './road-program.ts';

export interface Outcome {
  /** Facts committed by the producer. */
  readonly told: number;
  /** Effects in the consumer's schema: equal when nothing was lost or doubled. */
  readonly effects: number;
  readonly disorder: number;
  /** Aggregates whose own count differs, for the message. */
  readonly wrong: readonly unknown[];
}

/** Kills (SIGKILL) the producer's or the consumer's process again and again while facts are told, then lets the road run dry. */
export async function killRoad(bus: 'local' | 'http', kills: number): Promise<Outcome> {
  const [producing, consuming] = [await layDatabase('alpha'), await layDatabase('beta')];
  const programs = await programsOf(bus, producing.urlOf('alpha'), consuming.urlOf('beta'));
  const alpha = new pg.Pool({ connectionString: producing.urlOf('alpha'), max: 2 });
  const beta = new pg.Pool({ connectionString: consuming.urlOf('beta'), max: 2 });
  const running = new Map<number, ChildProcess>();
  try {
    for (const index of programs.keys()) running.set(index, await startProgram(programs[index]!));
    for (let kill = 0; kill < kills; kill++) {
      const index = kill % programs.length;
      await pause((kill * 53) % 211); // another moment each time
      await endProgram(running.get(index)!);
      running.set(index, await startProgram(programs[index]!));
    }
    for (const [index, child] of running) {
      await endProgram(child);
      running.set(index, await startProgram({ ...programs[index]!, tells: false }));
    }
    const told = await countOf(alpha, 'select count(*)::integer as n from outbox');
    await until(
      `${told} effects`,
      async () => (await countOf(beta, 'select coalesce(sum(total), 0)::integer as n from tally')) >= told,
      60_000,
    );
    return await outcomeOf(alpha, beta);
  } finally {
    for (const child of running.values()) await endProgram(child);
    await Promise.all([alpha.end(), beta.end()]);
    await Promise.all([producing.drop(), consuming.drop()]);
  }
}

async function outcomeOf(alpha: pg.Pool, beta: pg.Pool): Promise<Outcome> {
  const streams = await alpha.query<{ id: string; told: number }>(
    'select aggregate_id as id, last_sequence as told from outbox_stream',
  );
  const tallies = await beta.query<{ id: string; total: number; last: number; disorder: number }>(
    'select id, total, last_sequence as last, disorder from tally',
  );
  const tallyOf = new Map(tallies.rows.map((row) => [row.id, row]));
  const wrong = streams.rows
    .map((row) => ({ ...row, tally: tallyOf.get(row.id) }))
    .filter(({ told, tally }) => tally?.total !== told || tally.last !== told);
  return {
    told: await countOf(alpha, 'select count(*)::integer as n from outbox'),
    effects: tallies.rows.reduce((sum, row) => sum + row.total, 0),
    disorder: tallies.rows.reduce((sum, row) => sum + row.disorder, 0),
    wrong,
  };
}

async function layDatabase(name: string): Promise<TestDatabase> {
  const database = await testDatabase([name]);
  const pool = new pg.Pool({ connectionString: database.urlOf(name) });
  await layRoad(pool, tallyTable);
  await pool.end();
  return database;
}

async function programsOf(bus: 'local' | 'http', alphaUrl: string, betaUrl: string): Promise<RoadProgram[]> {
  const [alphaPort, betaPort] = [await freePort(), await freePort()];
  const peers = { alpha: `http://127.0.0.1:${alphaPort}`, beta: `http://127.0.0.1:${betaPort}` };
  const alpha = { name: 'alpha', url: alphaUrl, port: alphaPort, hears: false };
  const beta = { name: 'beta', url: betaUrl, port: betaPort, hears: true };
  if (bus === 'local') return [{ bus, peers, tells: true, sides: [alpha, beta] }];
  return [
    { bus, peers, tells: true, sides: [alpha] },
    { bus, peers, tells: false, sides: [beta] },
  ];
}

async function startProgram(program: RoadProgram): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      '--disable-warning=ExperimentalWarning',
      path.resolve('tests/faults/road-program.ts'),
      JSON.stringify(program),
    ],
    { env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`the program ended: ${said}`))),
  ]);
  return child;
}

async function endProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function countOf(pool: pg.Pool, text: string): Promise<number> {
  return (await pool.query<{ n: number }>(text)).rows[0]!.n;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

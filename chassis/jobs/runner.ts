import { EventEmitter } from 'node:events';
import { Logger, parseCronItems, run, runMigrations, type Runner, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import { surviveOutages } from '#chassis/events/survive-outages';
import type { Log } from '#chassis/log/log';
import { TRACE_FIELD } from './enqueue.ts';
import { keepRunning } from './keep-running.ts';
import { WorkerPresence } from './worker-presence.ts';

const HOUR_MS = 3_600_000;

export interface RunnableJob {
  readonly task: string;
  /** Crontab in UTC. Ticks that were missed while nothing ran, and ticks that pile up, become one. */
  readonly cron?: string;
  /** A throw is retried later, with growing pauses. */
  run(payload: Record<string, unknown>, trace?: string): Promise<void>;
}

export interface JobsStart {
  /** Signs in as the subgraph's role, which owns `schema`. */
  readonly databaseUrl: string;
  readonly schema: string;
  readonly log: Log;
  readonly jobs: readonly RunnableJob[];
  /** Jobs at once in this replica. */
  readonly concurrency?: number;
  /** How often the jobs of workers that died are looked for. */
  readonly presenceMs?: number;
}

export interface RunningJobs {
  /** Takes no new job and waits for those that run; what a killed process leaves, another replica takes over within half a minute. */
  stop(): Promise<void>;
  /** Queues every schedule now, once: after the business clock was moved. */
  tickAll(): Promise<void>;
}

/**
 * Without a batch graphile-worker writes the outcome of a job and forgets the promise: one lost connection would be an unhandled rejection
 * and end the process. A batch hands the failure to the runner instead, which ends, and begins again.
 */
const OUTCOMES_ARE_AWAITED = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** Makes graphile-worker's own tables in the subgraph's job schema; actions can enqueue from then on. */
export async function prepareJobs(start: Pick<JobsStart, 'databaseUrl' | 'schema' | 'log'>): Promise<void> {
  const pgPool = jobPool(start.databaseUrl);
  let alone: pg.PoolClient | undefined;
  try {
    // replicas that start at once make them one after the other: `if not exists` alone lets two make the same
    alone = await pgPool.connect();
    await alone.query("set lock_timeout = '60s'");
    await alone.query('select pg_advisory_lock(hashtextextended($1, 2))', [start.schema]);
    // graphile-worker begins with `create schema if not exists`, which is refused even to the schema's owner; with this table there it does not
    await pgPool.query(`create table if not exists "${start.schema}".migrations (
      id int primary key, ts timestamptz default now() not null, breaking boolean not null default false)`);
    await runMigrations({ pgPool, schema: start.schema, logger: loggerOn(start.log) });
  } finally {
    alone?.release(true); // the lock ends with its connection
    await pgPool.end();
  }
}

/**
 * Runs queued jobs and schedules. A row is worked by one replica at a time and removed when it succeeded, so in effect at least once; a
 * schedule fires once however many replicas run. Cron looks at the wall clock: a job about business time fires often and asks its scope's
 * clock what is due.
 */
export async function startJobs(start: JobsStart): Promise<RunningJobs> {
  const { schema, log, jobs } = start;
  if (jobs.length === 0) return { stop: async () => undefined, tickAll: async () => undefined };
  const pgPool = jobPool(start.databaseUrl);
  const presence = new WorkerPresence(pgPool, schema, log, start.presenceMs ?? 15_000);
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => presence.joined(workerPool.id));
  events.on('pool:release', ({ workerPool }) => presence.left(workerPool.id));
  const begin = (): Promise<Runner> =>
    run({
      pgPool,
      schema,
      events,
      concurrency: start.concurrency ?? 2,
      noHandleSignals: true,
      logger: loggerOn(log),
      taskList: Object.fromEntries(jobs.map((job) => [job.task, (payload: unknown) => runIn(job, payload)])),
      preset: OUTCOMES_ARE_AWAITED,
      parsedCronItems: parseCronItems(jobs.flatMap((job) => (job.cron ? [schedule(job.task, job.cron)] : []))),
    });
  const running = await keepRunning(begin, log);
  return {
    async stop() {
      await running.stop();
      await presence.stop();
      await pgPool.end();
    },
    async tickAll() {
      for (const { task, cron } of jobs) {
        if (!cron) continue;
        await pgPool.query(
          `select from "${schema}".add_job(identifier => $1::text, payload => '{}', job_key => $2::text)`,
          [task, keyOf(task)],
        );
      }
    },
  };
}

/** A job knows nothing of the trace that its payload brought. */
function runIn(job: RunnableJob, given: unknown): Promise<void> {
  const { [TRACE_FIELD]: trace, ...payload } = (given ?? {}) as Record<string, unknown>;
  return job.run(payload, typeof trace === 'string' ? trace : undefined);
}

const keyOf = (task: string): string => `schedule ${task}`;

function schedule(task: string, match: string) {
  const everyFewMinutes = match.startsWith('*');
  return {
    task,
    match,
    identifier: task,
    options: {
      backfillPeriod: everyFewMinutes ? HOUR_MS / 6 : 24 * HOUR_MS,
      jobKey: keyOf(task),
      jobKeyMode: 'replace' as const,
    },
  };
}

/** Jobs keep their own limits: what a request may not take, a job may. Two connections stay: one listens, one shows presence. */
function jobPool(databaseUrl: string): pg.Pool {
  const options = '-c statement_timeout=60s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s';
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 5, connectionTimeoutMillis: 20_000, options });
  surviveOutages(pool);
  return pool;
}

function loggerOn(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    const fields = { ...(meta?.['error'] !== undefined && { err: meta['error'] }) };
    if (level === 'error') log.error(fields, message);
    else if (level === 'warning') log.warn(fields, message);
    else log.debug(fields, message);
  });
}

import { Logger, parseCronItems, run, runMigrations, type RunnerOptions, type TaskList } from 'graphile-worker';
import pg from 'pg';
import type { Log } from '#chassis/log/log';

export interface RunnableJob {
  readonly task: string;
  readonly cron?: string;
  run(payload: Record<string, unknown>): Promise<void>;
}

export interface JobsStart {
  /** Signs in as the subgraph's role, which owns `schema`. */
  readonly databaseUrl: string;
  readonly schema: string;
  readonly log: Log;
  readonly jobs: readonly RunnableJob[];
  /** Jobs at once in this replica. */
  readonly concurrency?: number;
}

export interface RunningJobs {
  /** Takes no new job and waits for those that run; what is not finished is another replica's, after its lock expires. */
  stop(): Promise<void>;
}

/** Makes graphile-worker's own tables in the subgraph's job schema; actions can enqueue from then on. */
export async function prepareJobs(start: Pick<JobsStart, 'databaseUrl' | 'schema' | 'log'>): Promise<void> {
  await withPool(start, async (pgPool) => {
    // graphile-worker begins with `create schema if not exists`, which is refused even to the schema's owner; with this table there it does not
    await pgPool.query(`create table if not exists "${start.schema}".migrations (
      id int primary key, ts timestamptz default now() not null, breaking boolean not null default false)`);
    await runMigrations({ pgPool, schema: start.schema, logger: loggerOn(start.log) });
  });
}

/**
 * Runs queued jobs and schedules. A row is run once by one replica; a schedule fires once however many replicas run. Cron looks at the
 * wall clock: a job about business time fires often and asks its scope's clock what is due.
 */
export async function startJobs(start: JobsStart): Promise<RunningJobs> {
  if (start.jobs.length === 0) return { stop: async () => undefined };
  const pgPool = jobPool(start.databaseUrl, start.log);
  const taskList: TaskList = Object.fromEntries(
    start.jobs.map((job) => [job.task, (payload: unknown) => job.run((payload ?? {}) as Record<string, unknown>)]),
  );
  const options: RunnerOptions = {
    pgPool,
    schema: start.schema,
    concurrency: start.concurrency ?? 2,
    pollInterval: 2_000,
    noHandleSignals: true,
    logger: loggerOn(start.log),
    parsedCronItems: parseCronItems(
      start.jobs.filter((job) => job.cron !== undefined).map((job) => ({ task: job.task, match: job.cron! })),
    ),
  };
  const runner = await run(options, taskList);
  return {
    async stop() {
      await runner.stop();
      await pgPool.end();
    },
  };
}

/** Jobs keep their own limits: what a request may not take, a job may. */
function jobPool(databaseUrl: string, log: Log): pg.Pool {
  const options = '-c statement_timeout=60s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s';
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3, options });
  const broke = (error: Error) => log.warn({ err: error }, 'a connection of the job runner broke');
  pool.on('error', broke);
  pool.on('connect', (client) => void client.on('error', broke));
  return pool;
}

async function withPool(
  start: Pick<JobsStart, 'databaseUrl' | 'log'>,
  work: (pool: pg.Pool) => Promise<void>,
): Promise<void> {
  const pool = jobPool(start.databaseUrl, start.log);
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}

function loggerOn(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    const fields = { ...(meta?.['error'] !== undefined && { err: meta['error'] }) };
    if (level === 'error') log.error(fields, message);
    else if (level === 'warning') log.warn(fields, message);
    else log.debug(fields, message);
  });
}

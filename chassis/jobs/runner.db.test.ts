import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { sqlOn } from '#chassis/testing/producer';
import { SILENT, until } from '#chassis/testing/road-town';
import type { Log } from '#chassis/log/log';
import { enqueueInto } from './enqueue.ts';
import { prepareJobs, startJobs, type RunnableJob, type RunningJobs } from './runner.ts';

describe('jobs of a subgraph', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  const open: RunningJobs[] = [];
  const start = async (...jobs: RunnableJob[]): Promise<RunningJobs> => {
    const databaseUrl = database.urlOf('alpha');
    const running = await startJobs({ databaseUrl, schema: 'alpha_jobs', log: SILENT, jobs, presenceMs: 200 });
    open.push(running);
    return running;
  };
  const keep = (task: string, into: unknown[], cron?: string): RunnableJob => ({
    task,
    ...(cron && { cron }),
    run: async (payload) => void into.push(payload),
  });

  beforeAll(async () => {
    database = await testDatabase(['alpha']);
    pool = new pg.Pool({ connectionString: database.urlOf('alpha'), max: 12 });
    await prepareJobs({ databaseUrl: database.urlOf('alpha'), schema: 'alpha_jobs', log: SILENT });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((jobs) => jobs.stop()));
    await pool.query('delete from alpha_jobs._private_jobs');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  /** True once the presence of somebody was shown that often: each look asks for jobs of the dead. */
  const looks = (times: number) => {
    const until = performance.now() + times * 200;
    return () => performance.now() > until;
  };
  test('replicas that start at once on a new database all find its tables', async () => {
    const fresh = await testDatabase(['alpha']);
    const prepared = Array.from({ length: 6 }, () =>
      prepareJobs({ databaseUrl: fresh.urlOf('alpha'), schema: 'alpha_jobs', log: SILENT }),
    );
    expect((await Promise.allSettled(prepared)).map(({ status }) => status)).toEqual(Array(6).fill('fulfilled'));
    await fresh.drop();
  });

  const inTransaction = async (end: 'commit' | 'rollback', work: (sql: ReturnType<typeof sqlOn>) => Promise<void>) => {
    const connection = await pool.connect();
    await connection.query('begin');
    await work(sqlOn(connection));
    await connection.query(end);
    connection.release();
  };

  test('a job exists if its transaction commits, runs once over two replicas, and keeps what it was given', async () => {
    const ran: unknown[] = [];
    await start(keep('mail', ran));
    await start(keep('mail', ran));
    await inTransaction('rollback', (sql) => enqueueInto(sql, 'alpha_jobs', 'mail', { to: 'nobody' }));
    await inTransaction('commit', async (sql) => {
      for (let n = 0; n < 20; n++) await enqueueInto(sql, 'alpha_jobs', 'mail', { n });
    });
    await until('20 ran', () => ran.length >= 20);
    await until('the queue is empty', async () => (await pool.query('select from alpha_jobs.jobs')).rowCount === 0);
    expect(ran.map((payload) => (payload as { n: number }).n).toSorted((a, b) => a - b)).toEqual([...Array(20).keys()]);
  });

  test('under one key the later job replaces the waiting one; a job for later waits', async () => {
    const ran: unknown[] = [];
    const later = new Date(Date.now() + 3_600_000);
    for (const n of [1, 2]) {
      await inTransaction('commit', (sql) => enqueueInto(sql, 'alpha_jobs', 'digest', { n }, { key: 'digest of ann' }));
    }
    await inTransaction('commit', (sql) => enqueueInto(sql, 'alpha_jobs', 'digest', { n: 3 }, { runAt: later }));
    await start(keep('digest', ran));
    await until('it ran', () => ran.length === 1);
    const waiting = async () => (await pool.query('select run_at from alpha_jobs.jobs')).rows;
    await until('one waits', async () => (await waiting()).length === 1);
    expect(ran).toEqual([{ n: 2 }]);
    expect(await waiting()).toEqual([{ run_at: later }]);
  });

  test('a job that throws stays, with its attempt counted', async () => {
    let attempts = 0;
    await start({ task: 'flaky', run: () => Promise.reject(new Error(`attempt ${++attempts}`)) });
    await inTransaction('commit', (sql) => enqueueInto(sql, 'alpha_jobs', 'flaky', {}));
    await until('failed once', async () => {
      const { rows } = await pool.query('select attempts, last_error, locked_at from alpha_jobs.jobs');
      return rows[0]?.locked_at === null && rows[0].attempts === 1 && rows[0].last_error.includes('attempt 1');
    });
  });

  test('stopping waits for the job that runs', async () => {
    let finish!: () => void;
    let ended = false;
    const jobs = await start({
      task: 'slow',
      run: () => new Promise<void>((resolve) => (finish = resolve)).then(() => void (ended = true)),
    });
    await inTransaction('commit', (sql) => enqueueInto(sql, 'alpha_jobs', 'slow', {}));
    await until('it runs', () => finish !== undefined);
    const stopped = open.pop() && jobs.stop();
    finish();
    await stopped;
    expect(ended).toBe(true);
    expect((await pool.query('select from alpha_jobs.jobs')).rowCount).toBe(0);
  });

  test('each tick of a schedule fires once however many replicas run, ticks missed while nothing ran become one', async () => {
    const ran: Record<string, unknown>[] = [];
    const ticks = () => ran.map((payload) => (payload['_cron'] as { ts: string } | undefined)?.ts ?? 'by hand');
    await pool.query(
      `insert into alpha_jobs._private_known_crontabs (identifier, known_since, last_execution)
       values ('nightly', now() - interval '3 days', now() - interval '150 minutes')`,
    );
    const replicas = await Promise.all([1, 2, 3].map(() => start(keep('nightly', ran, '0 * * * *'))));
    await until('a tick', () => ran.length > 0);
    await until('all of them', async () => (await pool.query('select from alpha_jobs.jobs')).rowCount === 0);
    expect(new Set(ticks()).size).toBe(ran.length);
    expect(ran.length).toBeLessThanOrEqual(3);
    await replicas[0]!.tickAll();
    await until('the tick by hand', () => ticks().at(-1) === 'by hand');
  });

  test('a job whose worker died is run by another within seconds, one whose worker lives is left alone', async () => {
    await inTransaction('commit', (sql) => enqueueInto(sql, 'alpha_jobs', 'orphan', { n: 1 }));
    await pool.query(
      `update alpha_jobs._private_jobs set locked_by = 'worker-dead', locked_at = now() - interval '1 minute', attempts = 1`,
    );
    const ran: unknown[] = [];
    await start(keep('orphan', ran));
    await until('it ran', () => ran.length === 1);

    const alive = await pool.connect();
    await alive.query(`select pg_advisory_lock_shared(hashtextextended('worker-alive', 1))`);
    await inTransaction('commit', (sql) =>
      enqueueInto(sql, 'alpha_jobs', 'orphan', { n: 2 }, { runAt: new Date(Date.now() + 60_000) }),
    );
    await pool.query(
      `update alpha_jobs._private_jobs set locked_by = 'worker-alive', locked_at = now() - interval '1 minute', run_at = now()`,
    );
    await until('a second look', () => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 600)));
    expect(ran).toEqual([{ n: 1 }]);
    alive.release(true);
    await until('it ran too', () => ran.length === 2);
  });

  test("a job that runs for long is nobody else's, its own process included", async () => {
    const finish: (() => void)[] = [];
    const slow: RunnableJob = { task: 'slow', run: () => new Promise<void>((resolve) => void finish.push(resolve)) };
    await start(slow);
    await start(slow);
    await inTransaction('commit', (sql) => enqueueInto(sql, 'alpha_jobs', 'slow', {}));
    await until('it runs', () => finish.length === 1);
    await pool.query(`update alpha_jobs._private_jobs set locked_at = now() - interval '1 minute'`);
    await until('both looked again', looks(6));
    const { rows } = await pool.query('select locked_by from alpha_jobs.jobs');
    expect([finish.length, rows[0]?.locked_by]).toEqual([1, expect.stringContaining('pool-')]);
    finish.forEach((end) => end());
  });

  test('a job whose end cannot be written ends no process: the runner begins again and the job is run again', async () => {
    const ran: unknown[] = [];
    const said: string[] = [];
    const log: Log = { ...SILENT, info: (_, message = '') => void said.push(message) };
    const job = keep('mail', ran);
    const options = { databaseUrl: database.urlOf('alpha'), schema: 'alpha_jobs', log, jobs: [job], presenceMs: 200 };
    open.push(await startJobs(options));
    await pool.query(
      `create function alpha_jobs.refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
    );
    await pool.query(
      'create trigger refuse before delete on alpha_jobs._private_jobs for each row execute function alpha_jobs.refuse()',
    );
    await inTransaction('commit', (sql) => enqueueInto(sql, 'alpha_jobs', 'mail', { n: 1 }));
    await until('it began again', () => said.includes('the job runner began again'));
    await pool.query('drop function alpha_jobs.refuse() cascade');
    await pool.query(`update alpha_jobs._private_jobs set locked_at = now() - interval '1 minute'`);
    await until('it ran again', () => ran.length === 2);
    await until('it is done', async () => (await pool.query('select from alpha_jobs.jobs')).rowCount === 0);
  });

  test('jobs go on when another subgraph of the same database migrates its own', async () => {
    const ran: unknown[] = [];
    const said: string[] = [];
    const log: Log = { ...SILENT, info: (_, message = '') => void said.push(message) };
    const databaseUrl = database.urlOf('alpha');
    open.push(await startJobs({ databaseUrl, schema: 'alpha_jobs', log, jobs: [keep('mail', ran)] }));
    await until('it ended and began again', async () => {
      await pool.query(`select pg_notify('worker:migrate', '{"migrationNumber":1,"breaking":true}')`);
      return said.includes('the job runner began again');
    });
    await inTransaction('commit', (sql) => enqueueInto(sql, 'alpha_jobs', 'mail', { n: 1 }));
    await until('it ran', () => ran.length === 1);
    await until('the end of a runner is not the end of the process', () => process.exitCode === undefined); // the last notice may have ended one more
  });
});

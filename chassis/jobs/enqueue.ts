import type { TransactionSql } from '#chassis/events/tell';

export interface EnqueueOptions {
  /** A second job under the same key replaces the first while that is not running; once it runs or has ended, a new one is queued. */
  readonly key?: string;
  /** Wall clock. */
  readonly runAt?: Date;
  /** 25 by default, with a pause that grows as e^attempt seconds. */
  readonly maxAttempts?: number;
}

/** Under this name the payload carries the trace that the job belongs to; the runner takes it out again. */
export const TRACE_FIELD = '$trace';

/** Queues a job in the caller's open transaction: it exists if and only if that commits. */
export async function enqueueInto(
  sql: TransactionSql,
  schema: string,
  task: string,
  payload: object,
  options: EnqueueOptions = {},
  trace?: string,
): Promise<void> {
  await sql(
    `select from "${schema}".add_job(identifier => ?::text, payload => ?::json, run_at => ?::timestamptz,
       max_attempts => ?::integer, job_key => ?::text)`,
    [
      task,
      JSON.stringify(trace === undefined ? payload : { ...payload, [TRACE_FIELD]: trace }),
      options.runAt?.toISOString() ?? null,
      options.maxAttempts ?? null,
      options.key ?? null,
    ],
  );
}

import type { Sql } from '#chassis/storage/transact';

export interface EnqueueOptions {
  /** A job under the same key that has not run yet is replaced by this one. */
  readonly key?: string;
  /** Wall clock. */
  readonly runAt?: Date;
  readonly maxAttempts?: number;
}

/** Adds a job in the caller's open transaction: it exists exactly when the rest of the transaction does. */
export async function enqueueInto(
  sql: Sql,
  schema: string,
  task: string,
  payload: object,
  options: EnqueueOptions = {},
): Promise<void> {
  await sql(
    `select from "${schema}".add_job(?, payload := ?::json, run_at := ?::timestamptz, max_attempts := ?::int, job_key := ?)`,
    [task, JSON.stringify(payload), options.runAt ?? null, options.maxAttempts ?? 12, options.key ?? null],
  );
}

import type { Pool } from 'pg';

/** What waits in one subgraph's corner of the database. Counts stop at 10,000 for each line: it is an alarm, not a census. */
export interface Backlog {
  /** Told events that no relay has given a place yet. */
  readonly unplaced: number;
  /** Deliveries to consumers that are still to be made, and how old the oldest is. */
  readonly unsent: number;
  readonly unsentSeconds: number;
  /** Aggregates with something to react to, and for how long the oldest has been due. */
  readonly ready: number;
  readonly readySeconds: number;
  /** Aggregates that wait for an operator. */
  readonly parked: number;
  readonly jobsQueued: number;
  readonly jobsSeconds: number;
  /** Jobs that failed for good: they are not tried again. */
  readonly jobsFailed: number;
}

const LIMIT = 10_000;

/** One statement, on indexes. */
export async function readBacklog(pool: Pool, jobSchema: string): Promise<Backlog> {
  const { rows } = await pool.query<Backlog>(
    `select
       (select count(*) from (select from outbox where place is null limit ${LIMIT}) o)::int as unplaced,
       lines.unsent::int as unsent,
       coalesce(extract(epoch from clock_timestamp() - lines.oldest), 0)::float8 as "unsentSeconds",
       (select count(*) from (select from inbox_ready where due_at <= clock_timestamp() limit ${LIMIT}) i)::int as ready,
       coalesce((select extract(epoch from clock_timestamp() - min(due_at)) from inbox_ready where due_at <= clock_timestamp()), 0)::float8
         as "readySeconds",
       (select count(*) from inbox_stream where parked_at is not null)::int as parked,
       jobs.queued::int as "jobsQueued",
       coalesce(extract(epoch from clock_timestamp() - jobs.oldest), 0)::float8 as "jobsSeconds",
       jobs.failed::int as "jobsFailed"
     from
       (select coalesce(sum(line.waiting), 0) as unsent, min(line.oldest) as oldest from outbox_subscription s cross join lateral
          (select count(*) as waiting, min(placed_at) as oldest from
             (select placed_at from outbox o where o.aggregate = s.aggregate and o.place > s.served order by o.place limit ${LIMIT}) o) line
       ) lines,
       (select count(*) filter (where attempts < max_attempts and run_at <= clock_timestamp()) as queued,
          min(run_at) filter (where attempts < max_attempts and run_at <= clock_timestamp() and locked_at is null) as oldest,
          count(*) filter (where attempts >= max_attempts and locked_at is null) as failed
        from "${jobSchema}".jobs) jobs`,
  );
  return rows[0]!;
}

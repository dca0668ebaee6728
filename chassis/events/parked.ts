import type { Pool, PoolClient } from 'pg';

/** One aggregate that waits for an operator at one consumer. */
export interface Parked {
  readonly producer: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly sequence: number;
  readonly eventId: string;
  readonly type: string;
  readonly reaction: string;
  readonly error: string;
  readonly parkedAt: Date;
  /** Events of this aggregate that wait, the failed one included. */
  readonly waiting: number;
}

/** Which aggregate, and who does what for which reason: both go into `road_audit`, in the same transaction as the act. */
export interface ParkedCommand {
  readonly producer: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly operator: string;
  readonly reason: string;
}

export async function showParked(pool: Pool): Promise<Parked[]> {
  const { rows } = await pool.query<Parked>(
    `select s.producer, s.aggregate, s.aggregate_id as "aggregateId", s.next_sequence as sequence, i.event_id as "eventId", i.type,
       s.failed_reaction as reaction, s.last_error as error, s.parked_at as "parkedAt",
       (select count(*)::integer from inbox w where w.producer = s.producer and w.aggregate = s.aggregate
          and w.aggregate_id = s.aggregate_id and w.done_at is null) as waiting
     from inbox_stream s
     join inbox i on i.producer = s.producer and i.aggregate = s.aggregate and i.aggregate_id = s.aggregate_id and i.sequence = s.next_sequence
     where s.parked_at is not null order by s.parked_at limit 1000`,
  );
  return rows;
}

/** Tries the failed event again, with all its attempts. False when that aggregate is not parked. */
export function replayParked(pool: Pool, command: ParkedCommand): Promise<boolean> {
  return audited(pool, 'replay', command, async () => {});
}

/** Leaves the failed event out, for good, and goes on with the next. False when that aggregate is not parked. */
export function skipParked(pool: Pool, command: ParkedCommand): Promise<boolean> {
  return audited(pool, 'skip', command, async (connection, key, sequence) => {
    await connection.query(
      `update inbox set done_at = clock_timestamp(), skipped = true where ${KEY} and sequence = $4`,
      [...key, sequence],
    );
    await connection.query(`update inbox_stream set next_sequence = next_sequence + 1 where ${KEY}`, key);
  });
}

const KEY = 'producer = $1 and aggregate = $2 and aggregate_id = $3';

async function audited(
  pool: Pool,
  command: string,
  { producer, aggregate, aggregateId, operator, reason }: ParkedCommand,
  act: (connection: PoolClient, key: string[], sequence: number) => Promise<void>,
): Promise<boolean> {
  if (!operator.trim() || !reason.trim()) throw new Error('say who does it (operator) and why (reason)');
  const key = [producer, aggregate, aggregateId];
  const connection = await pool.connect();
  let broken: Error | undefined;
  try {
    await connection.query('begin');
    const { rows } = await connection.query<{ sequence: number; reaction: string; error: string }>(
      `update inbox_stream set parked_at = null, failures = 0 where ${KEY} and parked_at is not null
       returning next_sequence as sequence, failed_reaction as reaction, last_error as error`,
      key,
    );
    const parked = rows[0];
    if (parked) {
      await act(connection, key, parked.sequence);
      await connection.query(
        `insert into inbox_ready (producer, aggregate, aggregate_id) values ($1, $2, $3)
         on conflict (producer, aggregate, aggregate_id) do update set touched_by = pg_current_xact_id(), due_at = clock_timestamp()`,
        key,
      );
      await connection.query('insert into road_audit (operator, command, target, reason) values ($1, $2, $3, $4)', [
        operator,
        command,
        { producer, aggregate, aggregateId, ...parked },
        reason,
      ]);
    }
    await connection.query('commit');
    return parked !== undefined;
  } catch (error) {
    await connection.query('rollback').catch((fault: Error) => (broken = fault));
    throw error;
  } finally {
    connection.release(broken);
  }
}

import type { Pool } from 'pg';

/** How far a producer has served one consumer with one aggregate type. */
export interface OutgoingLine {
  readonly consumer: string;
  readonly aggregate: string;
  readonly waiting: number;
  readonly oldestPlacedAt: Date | null;
}

export interface LineCommand {
  readonly consumer: string;
  readonly operator: string;
  readonly reason: string;
}

export async function showOutgoing(pool: Pool): Promise<OutgoingLine[]> {
  const { rows } = await pool.query<OutgoingLine>(
    `select s.consumer, s.aggregate, count(o.place)::integer as waiting, min(o.placed_at) as "oldestPlacedAt"
     from outbox_subscription s left join outbox o on o.aggregate = s.aggregate and o.place > s.served
     group by s.consumer, s.aggregate order by s.consumer, s.aggregate`,
  );
  return rows;
}

/**
 * Sends everything that the outbox keeps to this consumer once more: after it was restored from an older copy of its database. What its
 * inbox has done has no second effect. False when it has no subscription here.
 */
export function resendTo(pool: Pool, command: LineCommand): Promise<boolean> {
  return audited(pool, 'resend', command, 'update outbox_subscription set served = 0 where consumer = $1');
}

/** Forgets a consumer that will not come back, so that the outbox need not keep its events; one that does announces itself again. */
export function unsubscribe(pool: Pool, command: LineCommand): Promise<boolean> {
  return audited(pool, 'unsubscribe', command, 'delete from outbox_subscription where consumer = $1');
}

async function audited(
  pool: Pool,
  command: string,
  { consumer, operator, reason }: LineCommand,
  act: string,
): Promise<boolean> {
  if (!operator.trim() || !reason.trim()) throw new Error('say who does it (operator) and why (reason)');
  const { rowCount } = await pool.query(
    `with done as (${act} returning aggregate)
     insert into road_audit (operator, command, target, reason)
     select $2, $3, jsonb_build_object('consumer', $1::text, 'aggregates', jsonb_agg(aggregate)), $4 from done having count(*) > 0`,
    [consumer, operator, command, reason],
  );
  return rowCount === 1;
}

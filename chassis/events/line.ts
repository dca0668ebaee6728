import type { Pool } from 'pg';
import type { DomainEvent } from '#kernel/event';
import type { SubscriptionRequest } from './bus.ts';
import { EVENT_COLUMNS, eventOf, type EventRow } from './envelope.ts';

/** How far one consumer has been served with one aggregate type. */
export interface Subscription {
  readonly consumer: string;
  readonly aggregate: string;
  readonly served: number;
}

/**
 * The line in which told events stand to be sent. A row gets its place from the relay, after it became visible: unlike `position`, which is
 * drawn before the commit, a place never appears below one that was already read, so one number per consumer says what it has had.
 */
export class Line {
  readonly #producer: string;
  readonly #pool: Pool;

  constructor(producer: string, pool: Pool) {
    this.#producer = producer;
    this.#pool = pool;
  }

  /** One read that says whether there is anything to do; cheap enough to be the idle poll. */
  async look(): Promise<{ unplaced: boolean; behind: Subscription[] }> {
    const { rows } = await this.#pool.query<{ unplaced: boolean; behind: Subscription[] | null }>({
      name: 'road-line-look',
      text: `select exists (select from outbox where place is null) as unplaced,
        (select json_agg(json_build_object('consumer', s.consumer, 'aggregate', s.aggregate, 'served', s.served))
         from outbox_subscription s
         where exists (select from outbox o where o.aggregate = s.aggregate and o.place > s.served)) as behind`,
    });
    return { unplaced: rows[0]!.unplaced, behind: rows[0]!.behind ?? [] };
  }

  /**
   * Gives places to visible rows, per aggregate in order of sequence (`position` grows with it). The line's row lock makes places
   * become visible in their order even if a second relay has not noticed yet that it lost its lock. Answers whether there may be more.
   */
  async place(limit: number): Promise<boolean> {
    const { rows } = await this.#pool.query<{ placed: number }>({
      name: 'road-line-place',
      text: `with line as materialized (select last_place from outbox_line for update),
        fresh as materialized (
          select o.position, row_number() over (order by o.position) as nth
          from (select position from outbox, line where place is null order by position limit $1) o
        ),
        placed as (
          update outbox o set place = line.last_place + fresh.nth, placed_at = clock_timestamp()
          from fresh, line where o.position = fresh.position and o.place is null returning 1
        ),
        moved as (
          update outbox_line set last_place = last_place + (select count(*) from fresh) where exists (select from fresh) returning 1
        )
        select (select count(*) from placed)::integer as placed, (select count(*) from moved)`,
      values: [limit],
    });
    return rows[0]!.placed >= limit;
  }

  /** The next events for one subscription; `upTo` is the place that it has been served to when they are delivered. */
  async next(subscription: Subscription, limit: number): Promise<{ events: DomainEvent[]; upTo: number }> {
    const { rows } = await this.#pool.query<EventRow & { place: string }>({
      name: 'road-line-next',
      text: `select place, ${EVENT_COLUMNS} from outbox where aggregate = $1 and place > $2 order by place limit $3`,
      values: [subscription.aggregate, subscription.served, limit],
    });
    return {
      events: rows.map((row) => eventOf(this.#producer, row)),
      upTo: Number(rows.at(-1)?.place ?? subscription.served),
    };
  }

  /** Moves on, unless an operator has set the subscription back or removed it meanwhile: then false. */
  async served(subscription: Subscription, upTo: number): Promise<boolean> {
    const { rowCount } = await this.#pool.query({
      name: 'road-line-served',
      text: 'update outbox_subscription set served = $3 where consumer = $1 and aggregate = $2 and served = $4',
      values: [subscription.consumer, subscription.aggregate, upTo, subscription.served],
    });
    return rowCount === 1;
  }

  /** Idempotent: a consumer says it again and again, and nothing that it has had is sent again. */
  async subscribe(request: SubscriptionRequest): Promise<void> {
    await this.#pool.query(
      `insert into outbox_subscription (consumer, aggregate, served)
       select $1, aggregate, case when $3 then (select last_place from outbox_line) else 0 end
       from unnest($2::text[]) as aggregate order by aggregate on conflict do nothing`,
      [request.consumer, request.aggregates, request.from === 'now'],
    );
  }

  /** Removes what every subscriber of its aggregate has had and what is older than `keepDays`; answers whether there may be more. */
  async prune(keepDays: number, limit = 2000): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `delete from outbox where position in (
         select o.position from outbox o
         where o.placed_at < clock_timestamp() - make_interval(days => $1)
           and not exists (select from outbox_subscription s where s.aggregate = o.aggregate and s.served < o.place)
         order by o.position limit $2)`,
      [keepDays, limit],
    );
    return (rowCount ?? 0) >= limit;
  }
}

import type { Pool } from 'pg';
import type { DomainEvent } from '#kernel/event';
import { EVENT_COLUMNS, eventOf, type EventRow } from '#chassis/events/envelope';
import type { Mark, Snapshot } from './snapshot.ts';

/** One visible row, how much it weighs in a queue, and the mark of a reader that has had it. */
export interface Told {
  readonly event: DomainEvent;
  readonly xid: bigint;
  readonly bytes: number;
  readonly mark: Mark;
}

type Row = EventRow & { position: string; xid: string; body: string; seen: Snapshot };

/**
 * Reads an outbox by snapshots: a read answers exactly the rows whose transactions the snapshot before could not see. A transaction
 * that stays open for long, in this or another database, keeps the horizon (xmin) back but hides nothing that others committed, and its own
 * rows come when it commits.
 */
export class OutboxReader {
  readonly #producer: string;
  readonly #pool: Pool;

  constructor(producer: string, pool: Pool) {
    this.#producer = producer;
    this.#pool = pool;
  }

  /** Where a reader starts that wants only what comes. */
  async now(): Promise<Mark> {
    const { rows } = await this.#pool.query<{ seen: Snapshot }>('select pg_current_snapshot()::text as seen');
    return { from: rows[0]!.seen, to: rows[0]!.seen, position: 0 };
  }

  /**
   * What became visible after `mark`, at most `limit` rows, in order of position and so per aggregate in order of sequence. While `more`,
   * read again from the mark of the last row; then go on from `end`.
   */
  async after(
    mark: Mark,
    limit: number,
    types: readonly string[],
  ): Promise<{ told: Told[]; end: Mark; more: boolean }> {
    const { rows } = await this.#pool.query<Row | { position: null; seen: Snapshot }>(
      mark.position === 0
        ? { name: 'road-outbox-first', text: FIRST_PAGE, values: [mark.from, limit, types] }
        : { name: 'road-outbox-next', text: NEXT_PAGE, values: [mark.from, limit, types, mark.to, mark.position] },
    );
    const to = rows[0]!.seen;
    const told = rows
      .filter((row): row is Row => row.position !== null)
      .map((row) => ({
        event: eventOf(this.#producer, { ...row, body: JSON.parse(row.body) as unknown }),
        xid: BigInt(row.xid),
        bytes: row.body.length + 300,
        mark: { from: mark.from, to, position: Number(row.position) },
      }));
    return { told, end: { from: to, to, position: 0 }, more: told.length >= limit };
  }

  /** Everything after `mark` until nothing more is visible, page by page; returns the mark to go on from. */
  async *all(mark: Mark, limit: number, types: readonly string[]): AsyncGenerator<Told[], Mark> {
    for (let at = mark; ;) {
      const page = await this.after(at, limit, types);
      if (page.told.length > 0) yield page.told;
      if (page.more) at = page.told.at(-1)!.mark;
      else if (at.position > 0) at = page.end;
      else return page.end;
    }
  }
}

const page = (seen: string, only: string): string =>
  `select s.seen, o.* from (select ${seen} as seen) s left join lateral (
     select position, xid::text as xid, ${EVENT_COLUMNS}::text as body from outbox
     where xid >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(xid, $1::pg_snapshot)
       and type = any($3::text[]) ${only}
     order by position limit $2
   ) o on true order by o.position`;

const FIRST_PAGE = page('pg_current_snapshot()::text', '');
const NEXT_PAGE = page('$4::text', 'and pg_visible_in_snapshot(xid, $4::pg_snapshot) and position > $5');

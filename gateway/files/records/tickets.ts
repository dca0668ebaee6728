import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Id } from '#kernel/id';
import { UPLOAD_LIMITS } from '../limits.ts';

/** What a ticket allows: one upload, by one person, for one purpose. */
export interface TicketTerms {
  readonly ownerId: Id;
  /** The session that asked for it: when that ends, so does the ticket. */
  readonly sessionId: string;
  readonly epoch: number;
  readonly subgraph: string;
  readonly purpose: string;
  readonly maxBytes: number;
  readonly name: string;
}

const hashOf = (ticket: string) => createHash('sha256').update(ticket).digest('base64url');

/** Tickets for uploads without GraphQL: the database knows their hashes only, and each opens once. */
export class UploadTickets {
  constructor(private readonly pool: pg.Pool) {}

  async issue(terms: TicketTerms): Promise<{ readonly ticket: string; readonly expiresAt: Date }> {
    const ticket = randomBytes(32).toString('base64url');
    const { rows } = await this.pool.query<{ expires_at: Date }>(
      `insert into upload_ticket (hash, owner_id, session_id, epoch, subgraph, purpose, max_bytes, name, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp() + $9 * interval '1 millisecond') returning expires_at`,
      [
        hashOf(ticket),
        terms.ownerId,
        terms.sessionId,
        terms.epoch,
        terms.subgraph,
        terms.purpose,
        terms.maxBytes,
        terms.name,
        UPLOAD_LIMITS.ticketMs,
      ],
    );
    return { ticket, expiresAt: rows[0]!.expires_at };
  }

  /** Uses it up: of any number at once, one gets the terms. */
  async spend(ticket: string): Promise<TicketTerms | undefined> {
    const { rows } = await this.pool.query<Record<string, string> & { good: boolean }>(
      'delete from upload_ticket where hash = $1 returning *, expires_at > clock_timestamp() as good',
      [hashOf(ticket)],
    );
    const row = rows[0];
    if (!row?.good) return undefined;
    return {
      ownerId: row['owner_id']!,
      sessionId: row['session_id']!,
      epoch: Number(row['epoch']),
      subgraph: row['subgraph']!,
      purpose: row['purpose']!,
      maxBytes: Number(row['max_bytes']),
      name: row['name']!,
    };
  }

  async forgetEnded(): Promise<void> {
    await this.pool.query('delete from upload_ticket where expires_at < clock_timestamp()');
  }
}

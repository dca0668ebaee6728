import type { Scope } from '#chassis/mount/scope';
import type { DomainEvent } from '#kernel/event';
import { accessChangedSince, accessClock, type AccessState } from '../storage/sessions.store.ts';
import { readingSql, type Sql } from '../storage/sql.ts';

export const ACCESS_TOPIC = 'access';

/** One message to a door; `session` is null in a heartbeat. `token` resumes after it. */
export interface AccessMessage {
  readonly token: string;
  readonly session: AccessState | null;
  readonly at: Date;
}

/** The body of user.access_changed. */
interface AccessTold {
  readonly sessions: readonly AccessState[];
}

export class ResumeTooOld extends Error {}

const BEAT_MS = 800;
/** Longer than a transaction of the request path can stay open: what committed late is still found. */
const OVERLAP_MS = 15_000;
const RESUME_WITHIN_MS = 600_000;
const REMEMBERED = 200_000;

/**
 * Every change of access, for a door. The tail of the outbox brings it at once; about once a second the table itself is read, so that a
 * heartbeat is a proof that the database was asked and nothing is missing, not merely that a timer ran. A change may come twice; a door
 * keeps states, not steps. Throws `ResumeTooOld` before the stream begins.
 */
export async function accessChanges(
  scope: Scope,
  after: string | null | undefined,
): Promise<AsyncGenerator<AccessMessage>> {
  const since = await startOf(readingSql(scope.em), after);
  return changesSince(scope, since);
}

async function* changesSince(scope: Scope, start: Date): AsyncGenerator<AccessMessage> {
  const sql = readingSql(scope.em);
  const live = scope.live.follow<AccessTold>(ACCESS_TOPIC);
  const told = new Told();
  let since = start;
  let pending: Promise<IteratorResult<DomainEvent<AccessTold>, undefined>> | undefined;
  try {
    for (;;) {
      const at = await accessClock(sql);
      const seen = String(since.getTime()); // resumes before what this round tells, until it has told all of it
      for await (const state of accessChangedSince(sql, new Date(since.getTime() - OVERLAP_MS))) {
        for (const session of told.fresh([state])) yield { token: seen, session, at };
      }
      since = at;
      const token = String(at.getTime());
      yield { token, session: null, at };
      const beat = timer(BEAT_MS);
      for (;;) {
        pending ??= live.next();
        const next = await Promise.race([pending, beat]);
        if (next === undefined) break;
        pending = undefined;
        if (next.done) return; // the reader left, or this process stops
        const { sessions } = next.value.body;
        for (const session of told.fresh(sessions)) yield { token, session, at: new Date(next.value.occurredAt) };
      }
      await beat;
    }
  } finally {
    await live.return();
  }
}

async function startOf(sql: Sql, after: string | null | undefined): Promise<Date> {
  const now = await accessClock(sql);
  if (after === null || after === undefined) return now;
  const ms = Number(after);
  if (!/^\d{1,15}$/.test(after) || now.getTime() - ms > RESUME_WITHIN_MS) {
    throw new ResumeTooOld('This resume token is too old.');
  }
  return new Date(Math.min(ms, now.getTime()));
}

/** What this reader has been told, so that the overlap is not told again every second. */
class Told {
  private readonly epochs = new Map<string, string>();

  fresh(states: readonly AccessState[]): AccessState[] {
    const fresh = states.filter(({ sessionId, epoch, active }) => this.epochs.get(sessionId) !== `${epoch}${active}`);
    for (const { sessionId, epoch, active } of fresh) this.epochs.set(sessionId, `${epoch}${active}`);
    for (const id of this.epochs.keys()) {
      if (this.epochs.size <= REMEMBERED) break;
      this.epochs.delete(id);
    }
    return fresh;
  }
}

function timer(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
}

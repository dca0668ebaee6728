import type { Scope } from '#chassis/mount/scope';
import { isId } from '#kernel/id';
import type { Id } from '#kernel/id';
import { pageOf } from '#kernel/page';
import type { Page, PageRequest } from '#kernel/page';
import type { ConnectionStatus } from '../domain/connection.ts';
import { readingSql } from '../storage/sql.ts';
import type { Subject } from '../storage/subjects.store.ts';
import { userLoader, visibleUser } from './user.loader.ts';

export interface ConnectionView {
  readonly id: Id;
  readonly requesterId: Id;
  readonly targetId: Id;
  readonly kind: string;
  readonly status: ConnectionStatus;
  readonly requestedAt: Date;
  readonly respondedAt: Date | null;
}

interface Row {
  id: string;
  requester_id: string;
  target_id: string;
  kind: string;
  status: ConnectionStatus;
  requested_at: string;
  responded_at: string | null;
}

/** The connections of one person as he may read them (the person four times). */
const SHOWN = `
  select id, requester_id, target_id, kind, requested_at,
         case when status = 'REJECTED' and requester_id = ? then 'PENDING' else status end as status,
         case when status = 'REJECTED' and requester_id = ? then null else responded_at end as responded_at
    from user_connection where low_id = ? or high_id = ?`;

/** One's own connections and requests, newest id first. Who was rejected still reads PENDING: a "no" is not announced. */
export async function connectionsOf(
  scope: Scope,
  userId: Id,
  status: ConnectionStatus | null,
  page: PageRequest,
): Promise<Page<ConnectionView>> {
  const rows = await readingSql(scope.em)<Row>(
    `select * from (${SHOWN}) as shown
      where (?::text is null or status = ?) and (?::uuid is null or id < ?::uuid)
      order by id desc limit ?`,
    [userId, userId, userId, userId, status, status, page.after?.[0] ?? null, page.after?.[0] ?? null, page.first + 1],
  );
  return pageOf(rows.map(viewOf), page.first, (view) => [view.id]);
}

/** The other person of one's connection: visible as ever, or the one who waits for one's answer. */
export async function contactUser(
  scope: Scope,
  connection: Pick<ConnectionView, 'requesterId' | 'targetId' | 'status'>,
): Promise<Subject | null> {
  const askedMe = connection.targetId === scope.caller.userId;
  const other = askedMe ? connection.requesterId : connection.targetId;
  const subject = await scope.loader(userLoader).load(other);
  if (subject && askedMe && connection.status === 'PENDING' && subject.status === 'ACTIVE') return subject;
  return visibleUser(scope, other);
}

/** One connection of the caller, after he changed it. */
export async function ownConnection(scope: Scope, id: Id): Promise<ConnectionView | null> {
  const me = scope.caller.userId;
  if (!isId(id) || me === null) return null;
  const [row] = await readingSql(scope.em)<Row>(`select * from (${SHOWN}) as shown where id = ?`, [me, me, me, me, id]);
  return row ? viewOf(row) : null;
}

function viewOf(row: Row): ConnectionView {
  return {
    id: row.id,
    requesterId: row.requester_id,
    targetId: row.target_id,
    kind: row.kind,
    status: row.status,
    requestedAt: new Date(row.requested_at),
    respondedAt: row.responded_at === null ? null : new Date(row.responded_at),
  };
}

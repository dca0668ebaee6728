import { isId, newId } from '#kernel/id';
import { isRefusal, refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { CONNECTION_KINDS, UserConnection } from '../domain/connection.ts';
import type { ConnectionStatus } from '../domain/connection.ts';
import { maySeeUser } from '../domain/policy.ts';
import { connectionAccepted, connectionEnded } from '../published/people.events.ts';
import { shareAccounts } from '../storage/profiles.store.ts';
import { subjectsFor } from '../storage/subjects.store.ts';
import { actingUser } from './acting-user.ts';

export interface ConnectionChanged {
  readonly connectionId: string;
  readonly status: ConnectionStatus | 'CANCELLED';
}

type RequestRefusal = 'NotFound' | 'ConnectionToSelf' | 'AlreadyConnected';

/** Asks another user to connect. Two who ask each other at the same time end up with one accepted connection. */
export async function requestConnection(
  scope: Scope,
  input: { userId: string; kind: (typeof CONNECTION_KINDS)[number] },
): Promise<ConnectionChanged | Refusal<RequestRefusal>> {
  const asker = actingUser(scope);
  if (input.userId === asker) return refusal('ConnectionToSelf', 'Nobody connects with himself.');
  if (!isId(input.userId)) return refusal('NotFound', 'There is no such user.');
  return scope.transact(async (tx) => {
    await shareAccounts(tx, [asker, input.userId]);
    const subject = (await subjectsFor(tx.sql, asker, [input.userId])).get(input.userId);
    const now = scope.clock.now();
    const known = subject && (await lockPair(tx, asker, input.userId));
    if (!subject || (!maySeeUser(scope.caller, subject) && known?.requesterId !== input.userId))
      return refusal('NotFound', 'There is no such user.');
    const id = newId();
    const [made] = await tx.sql(
      `insert into user_connection (id, requester_id, target_id, kind, status, requested_at) values (?, ?, ?, ?, 'PENDING', ?)
       on conflict (low_id, high_id) do nothing returning id`,
      [id, asker, input.userId, input.kind, now],
    );
    if (made) return { connectionId: id, status: 'PENDING' };
    const pair = (known ?? (await lockPair(tx, asker, input.userId)))!;
    const outcome = pair.askAgain(asker, input.kind, now);
    if (isRefusal(outcome)) return outcome;
    if (outcome.accepted) await tellAccepted(tx, pair, asker);
    return { connectionId: pair.id, status: pair.statusFor(asker) };
  });
}

/** Answers a request that was made to oneself. */
export async function respondConnection(
  scope: Scope,
  input: { connectionId: string; accept: boolean },
): Promise<ConnectionChanged | Refusal<'NotFound' | 'ConnectionNotPending'>> {
  const by = actingUser(scope);
  return scope.transact(async (tx) => {
    const pair = await lockConnection(tx, input.connectionId);
    if (!pair) return refusal('NotFound', 'There is no such request.');
    const refused = pair.respond(by, input.accept, scope.clock.now());
    if (refused) return refused;
    if (input.accept) await tellAccepted(tx, pair, by);
    return { connectionId: pair.id, status: pair.status };
  });
}

/** Withdraws one's own open request, or ends a connection. */
export async function cancelConnection(
  scope: Scope,
  input: { connectionId: string },
): Promise<ConnectionChanged | Refusal<'NotFound' | 'ConnectionNotPending'>> {
  const by = actingUser(scope);
  return scope.transact(async (tx) => {
    const pair = await lockConnection(tx, input.connectionId);
    if (!pair) return refusal('NotFound', 'There is no such connection.');
    const refused = pair.refuseCancel(by);
    if (refused) return refused;
    await tx.sql('delete from user_connection where id = ?', [pair.id]);
    if (pair.status === 'ACCEPTED') await tx.tell(connectionEnded, by, partiesOf(pair));
    return { connectionId: pair.id, status: 'CANCELLED' };
  });
}

async function lockConnection(tx: Transaction, id: string): Promise<UserConnection | null> {
  if (!isId(id)) return null;
  await tx.sql('select id from user_connection where id = ? for update', [id]);
  return tx.em.findOne(UserConnection, id);
}

async function lockPair(tx: Transaction, a: string, b: string): Promise<UserConnection | null> {
  const [row] = await tx.sql<{ id: string }>(
    'select id from user_connection where low_id = least(?::uuid, ?::uuid) and high_id = greatest(?::uuid, ?::uuid) for update',
    [a, b, a, b],
  );
  return row ? tx.em.findOneOrFail(UserConnection, row.id) : null;
}

async function tellAccepted(tx: Transaction, pair: UserConnection, by: string): Promise<void> {
  await tx.tell(connectionAccepted, by, partiesOf(pair));
}

const partiesOf = ({ id, requesterId, targetId }: UserConnection) => ({ connectionId: id, requesterId, targetId });

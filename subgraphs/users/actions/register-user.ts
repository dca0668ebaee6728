import { newId, type Id } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { normalEmail } from '../domain/email.ts';
import { judgePassword, normalPassword, type WeakPassword } from '../domain/password-policy.ts';
import { MAILS_PER_ADDRESS, placeOf } from '../domain/throttle.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { userRegistered } from '../published/users.events.ts';
import { accountByEmail, insertAccount, lockAccount, type NewAccount } from '../storage/accounts.store.ts';
import { takeTry } from '../storage/attempts.store.ts';
import { openProfile } from '../storage/profiles.store.ts';
import { holdRole } from '../storage/starting-roles.store.ts';
import { endSessions } from './change-access.ts';
import { inEvenTime } from './even-time.ts';
import { issueVerification } from './issue-link.ts';
import { placeCounter, throttled, type Throttled } from './places.ts';
import { queueMail } from './queue-mail.ts';
import { recordSecurity } from './record-security.ts';

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly displayName?: string | null;
}

export type Registered = { readonly email: string } | Refusal<'EmailAddressInvalid'> | WeakPassword | Throttled;

/**
 * Makes a pending account and mails the link that activates it. An address that is taken gets the same answer in the same time; its
 * owner gets a mail instead. The role is always GUEST: nothing of the input decides it.
 */
export async function registerUser(scope: Scope<UsersPorts>, input: Registration): Promise<Registered> {
  const email = normalEmail(input.email);
  if (!email) return refusal('EmailAddressInvalid', 'This is not an e-mail address.');
  const displayName = input.displayName?.trim() || null;
  const weak = judgePassword(input.password, { email, displayName, privileged: false });
  if (weak) return weak;
  const { hasher, rules, wall } = scope.ports;
  const place = placeCounter('register', placeOf(scope.caller.ip), rules);
  const waitSeconds = await scope.transact((tx) => takeTry(tx.sql, [place], wall.now()));
  if (waitSeconds > 0) return throttled(waitSeconds);

  return inEvenTime(
    rules.evenTimeMs,
    async () => {
      const password = normalPassword(input.password);
      const passwordHash = await hasher.hash(password);
      const created = await create(scope, { email, displayName, passwordHash });
      const owner = created ? null : await accountByEmail(scope.em, email);
      const isOwner = await hasher.verify(owner?.passwordHash, password); // also after a creation: the same work
      if (owner) await scope.transact((tx) => tellOwner(scope, tx, owner.id, isOwner));
      return { email };
    },
    () => true,
  );
}

/** False when the address is taken. */
async function create(
  scope: Scope<UsersPorts>,
  given: Pick<NewAccount, 'email' | 'displayName' | 'passwordHash'>,
): Promise<boolean> {
  return scope.transact(async (tx) => {
    const account = { ...given, id: newId(), now: scope.clock.now() };
    if (!(await insertAccount(tx.sql, account))) return false;
    await openProfile(tx, account, account.now);
    await holdRole(tx.sql, account.id, 'GUEST', 'registered', account.now);
    await issueVerification(scope, tx, { id: account.id, securityVersion: 1 });
    await tx.tell(userRegistered, account.id, { userId: account.id });
    await recordSecurity(scope, tx, 'registered', { userId: account.id });
    return true;
  });
}

/**
 * The owner is told, but not more often than a mailbox bears. An account that is still pending gets a fresh link; when the password
 * differs, one of the two was not chosen by the owner of the mailbox, and nobody can tell which: it has to be reset by mail.
 */
async function tellOwner(scope: Scope<UsersPorts>, tx: Transaction, ownerId: Id, isOwner: boolean): Promise<void> {
  const owner = await lockAccount(tx.em, ownerId);
  if (!owner) return;
  const mails = { key: `mail:register:${owner.id}`, limit: MAILS_PER_ADDRESS };
  const waits = await takeTry(tx.sql, [mails], scope.ports.wall.now());
  if (owner.status === 'PENDING' && !isOwner && !owner.passwordResetForced) {
    owner.forcePasswordReset();
    await tx.em.flush();
    await endSessions(scope, tx, { accountId: owner.id }, 'registered_again');
    await issueVerification(scope, tx, owner);
  } else if (waits === 0 && owner.status === 'PENDING') await issueVerification(scope, tx, owner);
  if (waits === 0 && owner.status === 'ACTIVE') await queueMail(tx, { template: 'ADDRESS_TAKEN', accountId: owner.id });
  await recordSecurity(scope, tx, 'registration_of_taken_address', { userId: owner.id });
}

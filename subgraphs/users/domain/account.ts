import { refusal, type Refusal } from '#kernel/refusal';
import type { Id } from '#kernel/id';

/** PENDING -> ACTIVE -> SUSPENDED -> ACTIVE | INACTIVE; ACTIVE -> INACTIVE. Anything not listed here is forbidden. */
export type AccountStatus = 'PENDING' | 'ACTIVE' | 'SUSPENDED' | 'INACTIVE';

const NEXT: Readonly<Record<AccountStatus, readonly AccountStatus[]>> = {
  PENDING: ['ACTIVE', 'INACTIVE'],
  ACTIVE: ['SUSPENDED', 'INACTIVE'],
  SUSPENDED: ['ACTIVE', 'INACTIVE'],
  INACTIVE: [],
};

/**
 * Who can sign in. Its id is the user's id everywhere in the platform. `securityVersion` counts every change of password, e-mail,
 * factor or status: a link or challenge that was issued under an older version is worth nothing.
 */
export class Account {
  id!: Id;
  email!: string;
  displayName!: string | null;
  status!: AccountStatus;
  passwordHash!: string;
  passwordChangedAt!: Date;
  /** Set by an administrator: a right password is not enough until it has been reset by mail. */
  passwordResetForced!: boolean;
  emailVerifiedAt!: Date | null;
  securityVersion!: number;
  createdAt!: Date;
  lastSignedInAt!: Date | null;

  /** The first verified link makes the account active; a second link changes nothing. */
  verifyEmail(now: Date): void {
    if (this.status === 'PENDING') this.moveTo('ACTIVE');
    this.emailVerifiedAt ??= now;
  }

  changePassword(hash: string, now: Date): void {
    this.passwordHash = hash;
    this.passwordChangedAt = now;
    this.passwordResetForced = false;
    this.securityVersion += 1;
  }

  forcePasswordReset(): void {
    this.passwordResetForced = true;
    this.securityVersion += 1;
  }

  factorChanged(): void {
    this.securityVersion += 1;
  }

  changeEmail(email: string, now: Date): void {
    this.email = email;
    this.emailVerifiedAt = now;
    this.securityVersion += 1;
  }

  suspend(): Refusal<'AccountStatusRefused'> | undefined {
    return this.tryTo('SUSPENDED');
  }

  reinstate(): Refusal<'AccountStatusRefused'> | undefined {
    return this.status === 'SUSPENDED' ? this.tryTo('ACTIVE') : this.refuse('ACTIVE');
  }

  deactivate(): Refusal<'AccountStatusRefused'> | undefined {
    return this.tryTo('INACTIVE');
  }

  private tryTo(status: AccountStatus): Refusal<'AccountStatusRefused'> | undefined {
    if (!canMove(this.status, status)) return this.refuse(status);
    this.moveTo(status);
    return undefined;
  }

  private refuse(status: AccountStatus): Refusal<'AccountStatusRefused'> {
    return refusal('AccountStatusRefused', `An account that is ${this.status} cannot become ${status}.`);
  }

  private moveTo(status: AccountStatus): void {
    this.status = status;
    this.securityVersion += 1;
  }
}

export function canMove(from: AccountStatus, to: AccountStatus): boolean {
  return NEXT[from].includes(to);
}

/** What may hold a session: a pending account may (as GUEST), a suspended or closed one may not. */
export function maySignIn(status: AccountStatus): boolean {
  return status === 'ACTIVE' || status === 'PENDING';
}

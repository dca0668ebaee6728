import type { Id } from '#kernel/id';
import type { LoaderDefinition } from '#chassis/mount/scope';
import { Account, type AccountStatus } from '../domain/account.ts';
import { accountsWithTotp, recoveryCodesLeft } from '../storage/factors.store.ts';
import { readingSql } from '../storage/sql.ts';

/** What the owner (and an administrator) may see of an account; never a hash. */
export interface AccountRow {
  readonly email: string;
  readonly status: AccountStatus;
  readonly emailVerifiedAt: Date | null;
  readonly passwordChangedAt: Date;
  readonly mfaEnabled: boolean;
  readonly recoveryCodesLeft: number;
  readonly createdAt: Date;
  readonly lastSignedInAt: Date | null;
}

/** Accounts by user id, unchecked: the access rule of the field decides who gets here. */
export const accountLoader: LoaderDefinition<Id, AccountRow | null> = {
  name: 'users.account',
  async load(scope, ids) {
    const [accounts, withTotp, codesLeft] = await Promise.all([
      scope.em.find(Account, { id: { $in: [...ids] } }, { disableIdentityMap: true }),
      accountsWithTotp(readingSql(scope.em), ids),
      recoveryCodesLeft(readingSql(scope.em), ids),
    ]);
    const byId = new Map(accounts.map((account) => [account.id, account]));
    return ids.map((id) => {
      const account = byId.get(id);
      if (!account) return null;
      const { email, status, emailVerifiedAt, passwordChangedAt, createdAt, lastSignedInAt } = account;
      const factor = { mfaEnabled: withTotp.has(id), recoveryCodesLeft: codesLeft.get(id) ?? 0 };
      return { email, status, emailVerifiedAt, passwordChangedAt, createdAt, lastSignedInAt, ...factor };
    });
  },
};

import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { Account } from '../domain/account.ts';
import { editPrivacy, editProfile } from '../domain/profile-edit.ts';
import type { ProfileInvalid } from '../domain/profile-edit.ts';
import { Profile, searchTextOf } from '../domain/profile.ts';
import type { PrivacyEdit, ProfileEdit } from '../domain/profile.ts';
import { isDuplicateOf } from '../storage/violation.ts';
import { actingUser } from './acting-user.ts';
import { settleCompleteness } from './settle-completeness.ts';

export interface ProfileUpdated {
  readonly userId: string;
}

/** Somebody (or another tab) edited in between: read again and decide again. */
export type ProfileOutdated = Refusal<'ProfileOutdated'> & { readonly currentVersion: number };

/** Edits one's own profile, from the version that was read. */
export async function updateProfile(
  scope: Scope,
  input: { edit: ProfileEdit; expectedVersion: number },
): Promise<ProfileUpdated | ProfileInvalid | ProfileOutdated | Refusal<'UsernameTaken'>> {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    const { account, profile } = await ownProfile(tx, userId);
    if (profile.version !== input.expectedVersion) return outdated(profile);
    profile.displayName = account.displayName;
    const invalid = editProfile(profile, input.edit, scope.clock.now());
    if (invalid) return invalid;
    account.displayName = profile.displayName;
    profile.searchText = searchTextOf(profile);
    stamp(profile, scope);
    try {
      await tx.em.flush();
    } catch (fault) {
      if (isDuplicateOf(fault, 'profile_username_key')) return refusal('UsernameTaken', 'This user name is taken.');
      throw fault;
    }
    await settleCompleteness(scope, tx, userId);
    return { userId };
  });
}

/** Changes who may see what of one's own profile. */
export async function updatePrivacy(
  scope: Scope,
  input: { edit: PrivacyEdit; expectedVersion: number },
): Promise<ProfileUpdated | ProfileOutdated> {
  const userId = actingUser(scope);
  return scope.transact(async (tx) => {
    const { profile } = await ownProfile(tx, userId);
    if (profile.version !== input.expectedVersion) return outdated(profile);
    editPrivacy(profile, input.edit);
    stamp(profile, scope);
    return { userId };
  });
}

/** Account before profile: every action locks in this order. */
async function ownProfile(tx: Transaction, userId: string): Promise<{ account: Account; profile: Profile }> {
  await tx.sql('select id from account where id = ? for no key update', [userId]);
  await tx.sql('select user_id from profile where user_id = ? for update', [userId]);
  return {
    account: await tx.em.findOneOrFail(Account, userId),
    profile: await tx.em.findOneOrFail(Profile, { userId }),
  };
}

function stamp(profile: Profile, scope: Scope): void {
  profile.version += 1;
  profile.updatedAt = scope.clock.now();
}

function outdated(profile: Profile): ProfileOutdated {
  return refusal('ProfileOutdated', 'The profile was changed meanwhile.', { currentVersion: profile.version });
}

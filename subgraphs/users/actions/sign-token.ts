import { newId, type Id } from '#kernel/id';
import type { Scope, Transaction } from '#chassis/mount/scope';
import type { Grants } from '../domain/role.ts';
import { signingKeyAt } from '../domain/signing-key.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { signingKeys } from '../storage/signing-keys.store.ts';
import { keyContext, rotateIfDue } from './rotate-signing-keys.ts';

export interface AccessToken {
  readonly accessToken: string;
  readonly expiresAt: Date;
}

/** Signs an access token with the key of the hour; the very first one makes that key. */
export async function signToken(
  scope: Scope<UsersPorts>,
  tx: Transaction,
  session: { readonly id: Id; readonly accountId: Id; readonly epoch: number; readonly freshAt: Date },
  grants: Grants,
): Promise<AccessToken> {
  const { box, rules, signer, wall } = scope.ports;
  const now = wall.now();
  const key = signingKeyAt(await signingKeys(tx.sql), now) ?? (await rotateIfDue(scope, tx));
  const expiresAt = new Date(now.getTime() + rules.accessTokenMinutes * 60_000);
  const accessToken = await signer.sign(
    { kid: key.kid, privateKey: box.open(key.privateSealed, keyContext(key.kid)) },
    {
      userId: session.accountId,
      sessionId: session.id,
      authTime: Math.floor(session.freshAt.getTime() / 1000),
      roles: grants.roles,
      permissions: grants.permissions,
      epoch: session.epoch,
    },
    { id: newId(), issuedAtMs: now.getTime(), expiresAtMs: expiresAt.getTime() },
  );
  return { accessToken, expiresAt };
}

import { refuseStale, type StepUpRefusal } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { nextKeyDue, PUBLISH_AHEAD_MS, publishedKeysAt, signingKeyAt } from '../domain/signing-key.ts';
import type { UsersPorts } from '../outside/ports.ts';
import { insertSigningKey, lockSigningKeys, signingKeys, withdrawSigningKeys, type SigningKey } from '../storage/signing-keys.store.ts'; // prettier-ignore
import { recordSecurity } from './record-security.ts';

/** PLANNED: the next key signs in 24 hours. NOW: at once, the old tokens live on. COMPROMISED: at once, and every older token is dead. */
export type KeyRotation = 'PLANNED' | 'NOW' | 'COMPROMISED';

export interface KeysRotated {
  readonly kid: string;
  readonly activeFrom: Date;
}

export function keyContext(kid: string): string {
  return `signing-key:${kid}`;
}

/** Publishes the next key when its time has come (the hourly schedule), or the first of all; answers the key that signs now. */
export async function rotateIfDue(scope: Scope<UsersPorts>, tx: Transaction): Promise<SigningKey> {
  await lockSigningKeys(tx.sql);
  const now = scope.ports.wall.now();
  const keys = await signingKeys(tx.sql);
  const due = nextKeyDue(keys, now);
  if (due) keys.push(await addKey(scope, tx, due));
  return signingKeyAt(keys, now)!;
}

/** An administrator's rotation. */
export async function rotateSigningKeys(
  scope: Scope<UsersPorts>,
  input: { rotation: KeyRotation },
): Promise<KeysRotated | StepUpRefusal> {
  const stale = refuseStale(scope.caller, scope.ports.wall.now().getTime());
  if (stale) return stale;
  return scope.transact(async (tx) => {
    await lockSigningKeys(tx.sql);
    const now = scope.ports.wall.now();
    if (input.rotation === 'COMPROMISED') await withdrawSigningKeys(tx.sql, now);
    const activeFrom = input.rotation === 'PLANNED' ? new Date(now.getTime() + PUBLISH_AHEAD_MS) : now;
    const { kid } = await addKey(scope, tx, activeFrom);
    await recordSecurity(scope, tx, 'signing_keys_rotated', {
      userId: null,
      detail: { kid, rotation: input.rotation },
    });
    return { kid, activeFrom };
  });
}

/** The public keys as a JWKS; makes the first key when there is none yet. */
export async function publishKeys(scope: Scope<UsersPorts>): Promise<string> {
  const keys = await scope.transact(async (tx) => {
    const known = await signingKeys(tx.sql);
    return known.some((key) => !key.withdrawnAt) ? known : [await rotateIfDue(scope, tx)];
  });
  return JSON.stringify({ keys: publishedKeysAt(keys, scope.ports.wall.now()).map((key) => key.publicJwk) });
}

async function addKey(scope: Scope<UsersPorts>, tx: Transaction, activeFrom: Date): Promise<SigningKey> {
  const { box, signer, wall } = scope.ports;
  const { kid, publicJwk, privateKey } = await signer.newKey();
  const key = { kid, publicJwk, privateSealed: box.seal(privateKey, keyContext(kid)), activeFrom };
  await insertSigningKey(tx.sql, key, wall.now());
  return { ...key, withdrawnAt: null };
}

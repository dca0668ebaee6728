import type { Scope } from '#chassis/mount/scope';
import type { UsersPorts } from '../outside/ports.ts';
import { replaceSecret, SEALED, staleSecrets } from '../storage/sealed.store.ts';
import { totpContext } from './check-second-factor.ts';
import { keyContext } from './rotate-signing-keys.ts';

const BATCH = 500;

/** After the key-encryption key was replaced: seals everything under the new one, so that the old one can be forgotten. Answers how many. */
export async function resealSecrets(scope: Scope<UsersPorts>): Promise<number> {
  const { box } = scope.ports;
  let resealed = 0;
  for (const place of SEALED) {
    const contextOf = place.table === 'signing_key' ? keyContext : totpContext;
    for (;;) {
      const count = await scope.transact(async (tx) => {
        const stale = await staleSecrets(tx.sql, place, box.fingerprint, BATCH);
        for (const { id, sealed } of stale) {
          const context = contextOf(id);
          await replaceSecret(tx.sql, place, id, box.seal(box.open(sealed, context), context));
        }
        return stale.length;
      });
      resealed += count;
      if (count < BATCH) break;
    }
  }
  return resealed;
}

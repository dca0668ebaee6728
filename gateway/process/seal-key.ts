import { deriveKey, sealPurpose, type SealKey } from '#chassis/identity/seal';
import type { GatewayProcessSettings } from './settings.ts';

/** The key that this gateway seals with for a subgraph; the subgraph has it under the same id, perhaps beside another. */
export function sealKeyFor(own: Pick<GatewayProcessSettings, 'masterSecret' | 'sealKeyId'>, name: string): SealKey {
  const { masterSecret, sealKeyId: id } = own;
  return { id, secret: deriveKey(masterSecret, sealPurpose(name, id)) };
}

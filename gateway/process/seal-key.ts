import { deriveKey, sealPurpose, type SealKey } from '#chassis/identity/seal';
import type { GatewayProcessSettings } from './settings.ts';

type Sealing = Pick<GatewayProcessSettings, 'masterSecret' | 'sealKeyId'>;

/** The keys that this gateway seals with; each subgraph has its own under the same id, perhaps beside another. */
export class SealKeys {
  readonly #masterSecret: string;
  readonly #derived = new Map<string, Buffer>();
  #id: string;

  constructor({ masterSecret, sealKeyId }: Sealing) {
    this.#masterSecret = masterSecret;
    this.#id = sealKeyId;
  }

  /** The one to seal with now: whoever holds it seals with another after `replace`. */
  of(subgraph: string): SealKey {
    const idNow = () => this.#id;
    const secretNow = () => this.#secretOf(subgraph);
    return {
      get id() {
        return idNow();
      },
      get secret() {
        return secretNow();
      },
    };
  }

  /** Throws for another master secret: everything is derived from it, in other processes too. */
  replace({ masterSecret, sealKeyId }: Sealing): void {
    if (masterSecret !== this.#masterSecret) throw new Error('MASTER_SECRET is another one: that takes a restart');
    if (sealKeyId === this.#id) return;
    this.#derived.clear();
    this.#id = sealKeyId;
  }

  #secretOf(subgraph: string): Buffer {
    let secret = this.#derived.get(subgraph);
    if (!secret) this.#derived.set(subgraph, (secret = deriveKey(this.#masterSecret, sealPurpose(subgraph, this.#id))));
    return secret;
  }
}

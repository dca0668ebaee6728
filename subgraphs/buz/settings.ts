import { z } from 'zod';
import { readSettings, type Environment } from '#chassis/settings/settings';
import type { SealingSettings } from './outside/sealing-keys.ts';

export interface BuzSettings {
  readonly sealing: SealingSettings;
}

const PUBLIC_KEY = /^[A-Za-z0-9_-]{43}$/;

const Variables = z.object({
  BUZ_SEALING_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length === 32, '32 bytes in base64 are expected')
    .optional()
    .describe(
      'the Ed25519 seed that signs sealed blocks: 32 random bytes in base64; derived from the secret without it',
    ),
  BUZ_FORMER_SEALING_KEYS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((key) => key.trim())
        .filter(Boolean),
    )
    .refine((keys) => keys.every((key) => PUBLIC_KEY.test(key)), 'public keys in base64url, separated by commas')
    .describe('the public keys that signed blocks before the present one'),
});

/** @throws BadSettings with every fault at once */
export function buzSettings(env?: Environment): BuzSettings {
  const given = readSettings(Variables, env);
  return {
    sealing: {
      seed: given.BUZ_SEALING_KEY === undefined ? null : Buffer.from(given.BUZ_SEALING_KEY, 'base64'),
      former: given.BUZ_FORMER_SEALING_KEYS,
    },
  };
}

import { join } from 'node:path';
import { z } from 'zod';
import { readSettings, type Environment } from '#chassis/settings/settings';
import { IDENTITY_RULES, type IdentityRules } from './domain/identity-rules.ts';
import type { HashingCost } from './outside/password-hasher.ts';

export interface UsersSettings {
  /** Where people reach the product; links in mails begin with it. */
  readonly publicUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** 32 bytes: seals signing keys and TOTP secrets in the database. Losing it loses them. */
  readonly keyEncryptionKey: Buffer;
  /** The key before it, until the hourly schedule has sealed everything anew. */
  readonly previousKeyEncryptionKey?: Buffer;
  /** The address whose owner becomes SUPER_ADMIN on verifying it, as long as there is none. */
  readonly firstAdministrator: string | null;
  readonly mail: { readonly from: string; readonly smtpUrl?: string; readonly folder: string };
  readonly hashing: HashingCost;
  /** 32 bytes, the same that the gateway derives for this subgraph. */
  readonly fileKey: Buffer;
  readonly rules: IdentityRules;
}

const Variables = z.object({
  NODE_ENV: z.string().default('development'),
  PUBLIC_URL: z.url().default('http://localhost:4000'),
  DATA_DIR: z.string().min(1).default('.data'),
  TOKEN_ISSUER: z.string().min(1).optional(),
  TOKEN_AUDIENCE: z.string().min(1).default('graph'),
  USERS_KEY_ENCRYPTION_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length === 32, '32 bytes in base64 are expected')
    .describe('what seals signing keys and TOTP secrets: 32 random bytes in base64 (openssl rand -base64 32)'),
  USERS_KEY_ENCRYPTION_KEY_PREVIOUS: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length === 32, '32 bytes in base64 are expected')
    .optional()
    .describe('the key-encryption key before this one, for an hour after it was replaced'),
  USERS_FILE_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length === 32, '32 bytes in base64 are expected')
    .describe("the gateway's key for the files of this subgraph, as `prepare` writes it"),
  FIRST_ADMINISTRATOR: z.email().optional(),
  MAIL_FROM: z.string().min(3).default('Venture OS <no-reply@localhost>'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  ARGON2_MEMORY_KIB: z.coerce.number().int().min(8).default(65_536),
  ARGON2_PASSES: z.coerce.number().int().min(1).default(3),
  ARGON2_LANES: z.coerce.number().int().min(1).default(1),
  ARGON2_AT_ONCE: z.coerce.number().int().min(1).max(16).default(4),
});

/** @throws BadSettings with every fault at once */
export function usersSettings(env?: Environment): UsersSettings {
  const given = readSettings(Variables, env);
  const publicUrl = given.PUBLIC_URL.replace(/\/+$/, '');
  return {
    publicUrl,
    issuer: given.TOKEN_ISSUER ?? publicUrl,
    audience: given.TOKEN_AUDIENCE,
    keyEncryptionKey: Buffer.from(given.USERS_KEY_ENCRYPTION_KEY, 'base64'),
    ...(given.USERS_KEY_ENCRYPTION_KEY_PREVIOUS && {
      previousKeyEncryptionKey: Buffer.from(given.USERS_KEY_ENCRYPTION_KEY_PREVIOUS, 'base64'),
    }),
    fileKey: Buffer.from(given.USERS_FILE_KEY, 'base64'),
    firstAdministrator: given.FIRST_ADMINISTRATOR?.toLowerCase() ?? null,
    mail: { from: given.MAIL_FROM, smtpUrl: given.SMTP_URL, folder: join(given.DATA_DIR, 'mail') },
    hashing: {
      memoryKiB: given.ARGON2_MEMORY_KIB,
      passes: given.ARGON2_PASSES,
      lanes: given.ARGON2_LANES,
      atOnce: given.ARGON2_AT_ONCE,
    },
    rules: { ...IDENTITY_RULES, placeWidening: given.NODE_ENV === 'production' ? 1 : 50 },
  };
}

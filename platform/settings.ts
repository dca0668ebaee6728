import path from 'node:path';
import { z } from 'zod';
import type { Pace } from '#chassis/events/pace';
import { PACE_FIELDS, paceOf } from '#chassis/events/pace-fields';
import { port, postgresUrl, secret } from '#chassis/settings/fields';
import { readSettings, type Environment } from '#chassis/settings/settings';
import { LOG_LEVELS } from '#chassis/log/logger';

/** A rule over several settings is asked although another setting is wrong: all faults are told at once. */
const always = (): boolean => true;

const schema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    PORT: port().default(4000).describe('the port of the gateway'),
    HOST: z
      .string()
      .optional()
      .describe('the address to listen on: the loopback in development, every address in production'),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('where people reach the product'),
    DATA_DIR: z.string().default('.data').describe('the folder for the database, secrets, mail and files'),
    DATABASE_URL: postgresUrl().optional().describe('a PostgreSQL 18 of your own, instead of the embedded one'),
    POSTGRES_DIR: z.string().optional().describe('where the embedded database lies when it cannot lie in DATA_DIR'),
    MASTER_SECRET: secret().optional().describe('what every key is derived from; development keeps one in DATA_DIR'),
    CLOCK: z
      .enum(['movable', 'wall'])
      .optional()
      .describe('movable: business time can be moved forward (never in production)'),
    LOG_LEVEL: z.enum(LOG_LEVELS).optional(),
    ...PACE_FIELDS,
  })
  .refine((given) => !(given.NODE_ENV === 'production' && given.CLOCK === 'movable'), {
    path: ['CLOCK'],
    message: 'movable is refused in production',
    when: always,
  })
  .refine((given) => given.NODE_ENV !== 'production' || Boolean(given.MASTER_SECRET), {
    path: ['MASTER_SECRET'],
    message: 'required in production',
    when: always,
  });

export interface PlatformSettings {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  /** Absolute. */
  readonly dataFolder: string;
  readonly databaseUrl?: string;
  readonly postgresFolder?: string;
  readonly masterSecret?: string;
  readonly clock: 'movable' | 'wall';
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Of the event road. */
  readonly pace: Pace;
}

/** What the operator set, for the roles that read their own settings from it. */
export function environment(): Environment {
  return process.env;
}

/** @throws BadSettings with every fault at once */
export function platformSettings(env?: Environment): PlatformSettings {
  const given = readSettings(schema, env);
  const production = given.NODE_ENV === 'production';
  return {
    production,
    port: given.PORT,
    host: given.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: (given.PUBLIC_URL ?? `http://localhost:${given.PORT}`).replace(/\/+$/, ''),
    dataFolder: path.resolve(given.DATA_DIR),
    ...(given.DATABASE_URL && { databaseUrl: given.DATABASE_URL }),
    ...(given.POSTGRES_DIR && { postgresFolder: path.resolve(given.POSTGRES_DIR) }),
    ...(given.MASTER_SECRET && { masterSecret: given.MASTER_SECRET }),
    clock: given.CLOCK ?? (production ? 'wall' : 'movable'),
    pace: paceOf(given),
    logLevel: given.LOG_LEVEL ?? (production ? 'info' : 'warn'),
  };
}

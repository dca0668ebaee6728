import { join } from 'node:path';
import { z } from 'zod';
import { flag, httpUrl, postgresUrl, secret } from '#chassis/settings/fields';
import { BadSettings, readSettings, type Environment } from '#chassis/settings/settings';
import type { S3Settings } from './storage/s3.ts';

export interface FileSettings {
  readonly store: { readonly kind: 'disk'; readonly folder: string } | ({ readonly kind: 's3' } & S3Settings);
  /** Where tickets, references and quotas are kept: the gateway's own schema. */
  readonly databaseUrl: string;
  /** The keys of links, references and tickets are derived from it. */
  readonly masterSecret: string;
  /** What the files of one user may take together. */
  readonly quotaBytes: number;
}

const variables = z.object({
  FILE_STORE: z.enum(['disk', 's3']).default('disk').describe('where uploaded files lie'),
  DATA_DIR: z.string().min(1).default('.data').describe('files lie in the folder `files` of it (FILE_STORE=disk)'),
  FILE_QUOTA_MB: z.coerce
    .number('a whole number is expected')
    .int()
    .min(1)
    .max(1_000_000)
    .default(1_024)
    .describe('what the files of one user may take together, in MiB'),
  S3_ENDPOINT: httpUrl().optional().describe('a server that speaks S3 (MinIO); AWS when not set'),
  S3_REGION: z.string().min(1).default('us-east-1').describe('the region of the bucket'),
  S3_BUCKET: z.string().min(3).optional().describe('the bucket of the files'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional().describe('who signs in to it'),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional().describe('with what'),
  S3_PATH_STYLE: flag().optional().describe('the bucket in the path (yes with S3_ENDPOINT) or in the name of the host'),
  GATEWAY_DATABASE_URL: postgresUrl().optional().describe("the gateway's own schema: tickets, references, quotas"),
  MASTER_SECRET: secret().optional().describe('what the keys of file links are derived from'),
});

/** Undefined where there is no database or no secret to keep files by: then the door takes none. @throws BadSettings */
export function fileSettings(env?: Environment): FileSettings | undefined {
  const given = readSettings(variables, env);
  const store = given.FILE_STORE === 'disk' ? onDisk(given.DATA_DIR) : inBucket(given);
  if (!given.GATEWAY_DATABASE_URL || !given.MASTER_SECRET) return undefined;
  return {
    store,
    databaseUrl: given.GATEWAY_DATABASE_URL,
    masterSecret: given.MASTER_SECRET,
    quotaBytes: given.FILE_QUOTA_MB * 1024 * 1024,
  };
}

function onDisk(dataDir: string): FileSettings['store'] {
  return { kind: 'disk', folder: join(dataDir, 'files') };
}

function inBucket(given: z.output<typeof variables>): FileSettings['store'] {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = given;
  if (!bucket || !accessKeyId || !secretAccessKey) {
    const missing = (['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const).filter((name) => !given[name]);
    throw new BadSettings(missing.map((name) => `FILE_STORE=s3 needs ${name}.`));
  }
  return {
    kind: 's3',
    endpoint: given.S3_ENDPOINT,
    region: given.S3_REGION,
    bucket,
    accessKeyId,
    secretAccessKey,
    pathStyle: given.S3_PATH_STYLE ?? given.S3_ENDPOINT !== undefined,
  };
}

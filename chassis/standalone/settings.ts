import { z } from 'zod';
import { PACE_FIELDS, paceOf } from '#chassis/events/pace-fields';
import type { Pace } from '#chassis/events/pace';
import { flag, port, postgresUrl, secret } from '#chassis/settings/fields';
import { TRACE_FIELDS, traceOf, type TraceSettings } from '#chassis/trace/trace-fields';
import { readSettings, type Environment } from '#chassis/settings/settings';
import type { SealKey } from '#chassis/identity/seal';

export interface StandaloneSettings {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly secret: string;
  readonly sealKeys: readonly SealKey[];
  /** Base URL of every other subgraph. */
  readonly peers: Readonly<Record<string, string>>;
  /** `from>to` -> key, for the pairs that this subgraph is part of. */
  readonly roadKeys: ReadonlyMap<string, Buffer>;
  readonly clock: 'movable' | 'wall';
  readonly dataDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly production: boolean;
  readonly pace: Pace;
  /** Answers `/metrics` on its port. */
  readonly metrics: boolean;
  readonly trace: TraceSettings | undefined;
}

const Fixed = z.object({
  HOST: z.string().default('127.0.0.1').describe('the address to listen on'),
  PORT: port().describe('the port to listen on'),
  SUBGRAPH_SECRET: secret().describe('what keys that stay inside this subgraph are derived from'),
  SEAL_KEYS: pairs(':').describe("the gateway's key for this subgraph, `id:base64`; two while one is replaced"),
  PEERS: pairs('=').default(new Map()).describe('the other subgraphs, `name=http://host:port`, comma-separated'),
  ROAD_KEYS: pairs(':').default(new Map()).describe('`from>to:base64` for each pair that this subgraph is part of'),
  CLOCK: z.enum(['movable', 'wall']).optional().describe('business time: movable (development) or wall'),
  DATA_DIR: z.string().default('./.data').describe('where the movable clock is kept'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('how much is logged'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development').describe('the environment'),
  ...PACE_FIELDS,
  METRICS: flag().optional().describe('whether /metrics answers (yes unless NODE_ENV=production)'),
  ...TRACE_FIELDS,
});

/** What a subgraph needs as a process of its own. Its database is `<NAME>_DATABASE_URL`, so that one environment file serves all. */
export function standaloneSettings(name: string, env: Environment = process.env): StandaloneSettings {
  const databaseVariable = `${name.toUpperCase()}_DATABASE_URL`;
  const schema = Fixed.extend({
    [databaseVariable]: postgresUrl().describe(`the database of ${name}, signed in as its own role`),
  }).refine((all) => !(all.NODE_ENV === 'production' && all.CLOCK === 'movable'), {
    path: ['CLOCK'],
    message: 'movable is for development; production runs on the wall clock',
    when: () => true, // also when another setting is wrong: all faults are told at once
  });
  const given = readSettings(schema, env) as z.output<typeof Fixed> & Record<string, unknown>;
  const production = given.NODE_ENV === 'production';
  return {
    host: given.HOST,
    port: given.PORT,
    databaseUrl: given[databaseVariable] as string,
    secret: given.SUBGRAPH_SECRET,
    sealKeys: [...given.SEAL_KEYS].map(([id, text]) => ({ id, secret: Buffer.from(text, 'base64') })),
    peers: Object.fromEntries(given.PEERS),
    roadKeys: new Map([...given.ROAD_KEYS].map(([pair, text]) => [pair, Buffer.from(text, 'base64')])),
    clock: given.CLOCK ?? (production ? 'wall' : 'movable'),
    dataDir: given.DATA_DIR,
    logLevel: given.LOG_LEVEL,
    production,
    pace: paceOf(given),
    metrics: given.METRICS ?? !production,
    trace: traceOf(given),
  };
}

/** `a<sep>b,c<sep>d` as a map; the first separator of each part counts. */
function pairs(separator: string) {
  return z
    .string()
    .refine((text) => text.split(',').every((part) => part.indexOf(separator) > 0), `name${separator}value is expected`)
    .transform(
      (text) =>
        new Map(
          text.split(',').map((part) => {
            const at = part.indexOf(separator);
            return [part.slice(0, at).trim(), part.slice(at + separator.length).trim()] as const;
          }),
        ),
    );
}

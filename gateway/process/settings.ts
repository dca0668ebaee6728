import { z } from 'zod';
import { FIRST_SEAL_KEY, isSealKeyId } from '#chassis/identity/seal';
import { secret } from '#chassis/settings/fields';
import { readSettings, type Environment } from '#chassis/settings/settings';

export interface GatewayProcessSettings {
  /** Every subgraph's key is derived from it; no other process has it. */
  readonly masterSecret: string;
  /** Of the key that it seals with. */
  readonly sealKeyId: string;
  /** Base URL per subgraph. */
  readonly subgraphs: ReadonlyMap<string, string>;
  readonly supergraphFile: string;
  readonly clock: 'movable' | 'wall';
  readonly dataDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

const Variables = z.object({
  MASTER_SECRET: secret().describe('what the seal key of each subgraph is derived from'),
  SEAL_KEY_ID: z
    .string()
    .refine(isSealKeyId, 'letters, digits, _ and - are expected')
    .default(FIRST_SEAL_KEY)
    .describe('which seal key this gateway uses: one of those that the subgraphs accept'),
  SUBGRAPHS: z
    .string()
    .transform((text) => new Map(text.split(',').map((part) => part.split('=', 2) as [string, string])))
    .describe('where each subgraph is: `name=http://host:port`, comma-separated'),
  SUPERGRAPH_FILE: z.string().default('schema/supergraph.graphql').describe('the composed supergraph'),
  CLOCK: z.enum(['movable', 'wall']).default('wall').describe('business time: movable (development) or wall'),
  DATA_DIR: z.string().default('./.data').describe('where the movable clock is kept'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('how much is logged'),
});

/** What the gateway needs beyond its own settings when its subgraphs are other processes. */
export function gatewayProcessSettings(env: Environment = process.env): GatewayProcessSettings {
  const given = readSettings(Variables, env);
  return {
    masterSecret: given.MASTER_SECRET,
    sealKeyId: given.SEAL_KEY_ID,
    subgraphs: given.SUBGRAPHS,
    supergraphFile: given.SUPERGRAPH_FILE,
    clock: given.CLOCK,
    dataDir: given.DATA_DIR,
    logLevel: given.LOG_LEVEL,
  };
}

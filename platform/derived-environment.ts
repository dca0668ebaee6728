import { fileKeyPurpose } from '#chassis/files/reference';
import { roadPurpose } from '#chassis/identity/road-seal';
import { deriveKey, FIRST_SEAL_KEY, sealPurpose } from '#chassis/identity/seal';

/** What both topologies know of a deployment. */
export interface Deployment {
  /** Only the gateway and whoever deploys hold it; every other key is derived from it. */
  readonly masterSecret: string;
  readonly names: readonly string[];
  /** The seal keys that subgraphs accept; two while one is replaced. The first one when not said. */
  readonly sealKeyIds?: readonly string[];
  readonly dataDir: string;
  readonly publicUrl: string;
  readonly clock: 'movable' | 'wall';
  readonly nodeEnv: string;
  databaseUrlOf(name: string): string;
  /** Base URL of a subgraph's own process; in one process nobody asks. */
  addressOf(name: string): string;
}

const base64 = (secret: string, purpose: string) => deriveKey(secret, purpose).toString('base64');

/** The secret of one subgraph: whoever has it learns nothing of the master secret or of a neighbour. */
export function subgraphSecret(deployment: Pick<Deployment, 'masterSecret'>, name: string): string {
  return deriveKey(deployment.masterSecret, `subgraph:${name}`).toString('hex');
}

/** The environment of one subgraph: exactly what its process may know. */
export function subgraphEnvironment(deployment: Deployment, name: string): Record<string, string> {
  const { masterSecret, names, sealKeyIds = [FIRST_SEAL_KEY] } = deployment;
  const others = names.filter((other) => other !== name);
  const NAME = name.toUpperCase();
  return {
    NODE_ENV: deployment.nodeEnv,
    DATA_DIR: deployment.dataDir,
    PUBLIC_URL: deployment.publicUrl,
    CLOCK: deployment.clock,
    ...(deployment.nodeEnv !== 'production' && { FIRST_ADMINISTRATOR: 'admin@demo.test' }),
    [`${NAME}_DATABASE_URL`]: deployment.databaseUrlOf(name),
    [`${NAME}_KEY_ENCRYPTION_KEY`]: base64(subgraphSecret(deployment, name), 'key-encryption'),
    [`${NAME}_FILE_KEY`]: base64(masterSecret, fileKeyPurpose(name)),
    SUBGRAPH_SECRET: subgraphSecret(deployment, name),
    SEAL_KEYS: sealKeyIds.map((id) => `${id}:${base64(masterSecret, sealPurpose(name, id))}`).join(','),
    ...(others.length > 0 && {
      PEERS: others.map((other) => `${other}=${deployment.addressOf(other)}`).join(','),
      ROAD_KEYS: others
        .flatMap((other) => [
          [name, other],
          [other, name],
        ])
        .map(([from, to]) => `${from}>${to}:${base64(masterSecret, roadPurpose(from!, to!))}`)
        .join(','),
    }),
  };
}

/** The environment of a gateway process: it alone holds the master secret, because it seals for every subgraph. */
export function gatewayEnvironment(deployment: Deployment): Record<string, string> {
  return {
    NODE_ENV: deployment.nodeEnv,
    DATA_DIR: deployment.dataDir,
    PUBLIC_URL: deployment.publicUrl,
    CLOCK: deployment.clock,
    MASTER_SECRET: deployment.masterSecret,
    SEAL_KEY_ID: deployment.sealKeyIds?.at(-1) ?? FIRST_SEAL_KEY, // what the subgraphs of this deployment accept
    GATEWAY_DATABASE_URL: deployment.databaseUrlOf('gateway'),
    SUBGRAPHS: deployment.names.map((name) => `${name}=${deployment.addressOf(name)}`).join(','),
  };
}

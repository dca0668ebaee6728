import type { Deployment } from './derived-environment.ts';
import type { OpenGround } from './open-ground.ts';

/** What the roles of this machine are told about it. `ports` only where they are processes of their own. */
export function deploymentOf(
  { settings, secrets, databaseUrlOf }: OpenGround,
  names: readonly string[],
  ports: ReadonlyMap<string, number> = new Map(),
): Deployment {
  return {
    masterSecret: secrets.master,
    names,
    dataDir: settings.dataFolder,
    publicUrl: settings.publicUrl,
    clock: settings.clock,
    nodeEnv: settings.production ? 'production' : 'development',
    databaseUrlOf,
    addressOf: (name) => `http://127.0.0.1:${ports.get(name) ?? 0}`,
  };
}

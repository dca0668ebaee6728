import { gatewaySettings } from '#gateway/settings';
import { BadSettings, type Environment } from '#chassis/settings/settings';
import { gatewayEnvironment, subgraphEnvironment, type Deployment } from './derived-environment.ts';
import { platformSettings, type PlatformSettings } from './settings.ts';
import type { SubgraphModule } from './subgraph-modules.ts';

/** In place of what a start derives: only the operator's own words are judged here. */
const STAND_IN: Omit<Deployment, 'names'> = {
  masterSecret: 'stand-in '.repeat(4),
  dataDir: '.data',
  publicUrl: 'http://localhost:4000',
  clock: 'wall',
  nodeEnv: 'development',
  databaseUrlOf: (name) => `postgres://${name}_role:stand-in@localhost/venture`,
  addressOf: () => 'http://localhost:4000',
};

/**
 * The platform's settings, after those of the gateway and of every subgraph were read too: before anything is started, all faults at once.
 * @throws BadSettings
 */
export function everySetting(modules: readonly SubgraphModule[], env: Environment): PlatformSettings {
  const deployment: Deployment = { ...STAND_IN, names: modules.map(({ name }) => name) };
  const faults = new Set<string>();
  const read = <T>(settings: () => T): T | undefined => {
    try {
      return settings();
    } catch (error) {
      if (!(error instanceof BadSettings)) throw error;
      for (const fault of error.faults) faults.add(fault);
      return undefined;
    }
  };
  const own = read(() => platformSettings(env));
  read(() => gatewaySettings({ ...gatewayEnvironment(deployment), ...env }));
  for (const { name, define } of modules) read(() => define({ ...subgraphEnvironment(deployment, name), ...env }));
  if (!own || faults.size > 0) throw new BadSettings([...faults]);
  return own;
}

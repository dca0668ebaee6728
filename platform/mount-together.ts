import type { Clock } from '#kernel/clock';
import type { Pace } from '#chassis/events/pace';
import { LocalBus } from '#chassis/events/local-bus';
import type { Log } from '#chassis/log/log';
import type { SubgraphMetrics } from '#chassis/metrics/subgraph-metrics';
import { mountSubgraph, type Mounted } from '#chassis/mount/mount';
import { committedSdl } from '#chassis/standalone/serve-alone';
import { subgraphEnvironment, subgraphSecret, type Deployment } from './derived-environment.ts';
import { subgraphModules } from './subgraph-modules.ts';

export interface Together {
  readonly mounted: readonly Mounted[];
  /** Starts relays, consumers, tails and jobs, once everybody is on the bus. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Every subgraph in this process, each on its own role of the database, joined by the local bus. */
export async function mountTogether(
  deployment: Deployment,
  ground: {
    clock: Clock;
    log: Log;
    pace: Pace;
    env: Readonly<Record<string, string | undefined>>;
    metrics?: SubgraphMetrics;
  },
): Promise<Together> {
  const bus = new LocalBus();
  const modules = await subgraphModules();
  const mounted = await Promise.all(
    modules.map(async ({ name, define }) => {
      // what the operator set wins over what is derived
      const definition = define({ ...subgraphEnvironment(deployment, name), ...ground.env });
      const one = await mountSubgraph(definition, {
        databaseUrl: deployment.databaseUrlOf(name),
        secret: subgraphSecret(deployment, name),
        clock: ground.clock,
        log: ground.log,
        bus,
        pace: ground.pace,
        ...(ground.metrics && { metrics: ground.metrics }),
        committedSdl: committedSdl(name),
        assertJson: deployment.nodeEnv !== 'production',
      });
      bus.join(one.road);
      return one;
    }),
  );
  return {
    mounted,
    start: async () => void (await Promise.all(mounted.map((one) => one.start()))),
    stop: async () => void (await Promise.all(mounted.map((one) => one.stop()))),
  };
}

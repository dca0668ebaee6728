import fs from 'node:fs';
import type { Registry } from 'prom-client';
import { processMetrics } from '#chassis/metrics/process-metrics';
import { SubgraphMetrics } from '#chassis/metrics/subgraph-metrics';
import { startTracing } from '#chassis/trace/tracing';
import { startGateway } from '#gateway/gateway';
import { gatewaySettings, type GatewaySettings } from '#gateway/settings';
import { siteHandler } from '#gateway/site/site';
import { bannerOf, bannerText } from './banner.ts';
import { deploymentOf } from './deployment-of.ts';
import { gatewayEnvironment } from './derived-environment.ts';
import { everySetting } from './every-setting.ts';
import { mountTogether, type Together } from './mount-together.ts';
import { onGround, type OpenGround } from './open-ground.ts';
import { progress } from './progress.ts';
import { environment } from './settings.ts';
import { tellStory } from './story/tell-story.ts';
import { subgraphModules, subgraphNames } from './subgraph-modules.ts';

/** `npm start`: the gateway and every subgraph in one process; plans run on parsed documents, without HTTP between them. */
async function startTogether(): Promise<void> {
  const names = subgraphNames();
  await onGround(
    [...names, 'gateway'],
    () => [],
    async (ground) => {
      const { settings, clock, log, stop } = ground;
      const deployment = deploymentOf(ground, names);
      const gateway = gatewayOn(ground, gatewayEnvironment(deployment));
      const tracing = gateway.trace && startTracing(gateway.trace, log);
      if (tracing) stop.opened('traces', () => tracing.stop());
      progress(`mounting ${names.join(', ')}`);
      const registry = gateway.metrics ? processMetrics('together') : undefined;
      const metrics = registry && new SubgraphMetrics(registry);
      const together = await mountTogether(deployment, {
        clock,
        log,
        pace: settings.pace,
        env: environment(),
        ...(metrics && { metrics }),
      });
      stop.opened('subgraphs', () => together.stop());
      const url = await openGateway(ground, together, gateway, registry);
      await together.start();
      if (!settings.production) await tellStory(url, settings);
      process.stdout.write(bannerText(bannerOf(ground)));
    },
    async () => everySetting(await subgraphModules(), environment()),
  );
}

function gatewayOn({ settings: { host, port } }: OpenGround, derived: Record<string, string>): GatewaySettings {
  return gatewaySettings({ ...derived, ...environment(), HOST: host, PORT: String(port) });
}

async function openGateway(
  ground: OpenGround,
  together: Together,
  gatewayOwn: GatewaySettings,
  registry: Registry | undefined,
): Promise<string> {
  const { settings, log, stop } = ground;
  progress('planning the supergraph');
  const gateway = await startGateway({
    settings: gatewayOwn,
    ...(registry && { registry }),
    supergraphSdl: fs.readFileSync('schema/supergraph.graphql', 'utf8'),
    endpoints: Object.fromEntries(together.mounted.map((one) => [one.name, one.endpoint])),
    clock: ground.movable ?? ground.clock,
    site: siteHandler({ root: 'dist/site', client: 'web/dist', development: !settings.production }),
    checks: Object.fromEntries(together.mounted.map((one) => [one.name, () => one.ready()])),
    log,
  });
  stop.opened('gateway', () => gateway.stop());
  return gateway.url;
}

await startTogether();

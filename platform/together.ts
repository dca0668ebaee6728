import fs from 'node:fs';
import { openDoor } from '#gateway/door';
import { Graph } from '#gateway/graph/graph';
import { gatewaySettings } from '#gateway/settings';
import { siteHandler } from '#gateway/site/site';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { bannerOf, bannerText } from './banner.ts';
import { deploymentOf } from './deployment-of.ts';
import { gatewayEnvironment } from './derived-environment.ts';
import { mountTogether, type Together } from './mount-together.ts';
import { onGround, type OpenGround } from './open-ground.ts';
import { progress } from './progress.ts';
import { environment } from './settings.ts';
import { tellStory } from './story/tell-story.ts';
import { subgraphNames } from './subgraph-modules.ts';

/** `npm start`: the gateway and every subgraph in one process; plans run on parsed documents, without HTTP between them. */
async function startTogether(): Promise<void> {
  const names = subgraphNames();
  await onGround([...names, 'gateway'], [], async (ground) => {
    const { settings, clock, log, stop } = ground;
    const deployment = deploymentOf(ground, names);
    progress(`mounting ${names.join(', ')}`);
    const together = await mountTogether(deployment, { clock, log, env: environment() });
    stop.opened('subgraphs', () => together.stop());
    const url = await openDoorOn(ground, together, gatewayEnvironment(deployment));
    await together.start();
    if (!settings.production) await tellStory({ url, dataFolder: settings.dataFolder });
    process.stdout.write(bannerText(bannerOf(ground)));
  });
}

async function openDoorOn(ground: OpenGround, together: Together, derived: Record<string, string>): Promise<string> {
  const { settings, log, stop } = ground;
  const endpointOf = ({ name }: { name: string }): SubgraphEndpoint => {
    const found = together.mounted.find((one) => one.name === name);
    if (!found) throw new Error(`schema/supergraph.graphql names ${name}, which is no folder of subgraphs/`);
    return found.endpoint;
  };
  progress('planning the supergraph');
  const sdl = fs.readFileSync('schema/supergraph.graphql', 'utf8');
  const graph = await Graph.load({ sdl, endpointOf, log });
  stop.opened('graph', () => graph.stop());
  const given = { ...derived, ...environment(), HOST: settings.host, PORT: String(settings.port) };
  const doorSettings = gatewaySettings(given);
  const door = await openDoor({
    settings: doorSettings,
    graph,
    identity: endpointOf({ name: doorSettings.identitySubgraph }),
    clock: ground.movable ?? ground.clock,
    site: siteHandler({ root: 'dist/site', development: !settings.production }),
    checks: Object.fromEntries(together.mounted.map((one) => [one.name, () => one.ready()])),
    log,
  });
  stop.opened('door', () => door.stop());
  return door.url;
}

await startTogether();

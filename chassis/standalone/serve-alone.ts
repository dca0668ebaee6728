import fs from 'node:fs';
import path from 'node:path';
import { HttpBus } from '#chassis/events/http-bus';
import { roadDesk } from '#chassis/events/http-desk';
import { createGracefulStop } from '#chassis/http/graceful-stop';
import { ROAD_SEAL_HEADER, sealDelivery, whoDelivers } from '#chassis/identity/road-seal';
import { processMetrics } from '#chassis/metrics/process-metrics';
import { SubgraphMetrics } from '#chassis/metrics/subgraph-metrics';
import { createLogger } from '#chassis/log/logger';
import { mountSubgraph } from '#chassis/mount/mount';
import { serveSubgraph } from '#chassis/mount/serve';
import type { Subgraph } from '#chassis/mount/subgraph';
import { movableClock, wallClock } from '#chassis/time/clocks';
import { startTracing } from '#chassis/trace/tracing';
import { standaloneSettings, type StandaloneSettings } from './settings.ts';

/** A subgraph as a process of its own: what every `main.ts` does. Ends the process when it cannot start. */
export async function serveAlone<Ports>(definition: Subgraph<Ports>): Promise<void> {
  const settings = standaloneSettings(definition.name);
  const log = createLogger({ level: settings.logLevel, name: definition.name });
  const stop = createGracefulStop({ log });
  stop.listen();
  try {
    const tracing = settings.trace && startTracing(settings.trace, log);
    if (tracing) stop.opened('traces', () => tracing.stop());
    await open(definition, settings, log, stop);
  } catch (fault) {
    log.error({ err: fault }, `${definition.name} cannot start`);
    await stop.stop('it could not start', 1);
  }
}

async function open<Ports>(
  definition: Subgraph<Ports>,
  settings: StandaloneSettings,
  log: ReturnType<typeof createLogger>,
  stop: ReturnType<typeof createGracefulStop>,
): Promise<void> {
  const { name } = definition;
  const clock = settings.clock === 'movable' ? movableClock(path.join(settings.dataDir, 'clock.json')) : wallClock;
  const keyOf = (from: string, to: string) => settings.roadKeys.get(`${from}>${to}`);
  const bus = new HttpBus({
    name,
    peers: settings.peers,
    seal: {
      seal(to, body) {
        const key = keyOf(name, to);
        if (!key) throw new Error(`ROAD_KEYS has no key ${name}>${to}`);
        return { [ROAD_SEAL_HEADER]: sealDelivery(name, to, body, key) };
      },
    },
  });
  const registry = settings.metrics ? processMetrics(name) : undefined;
  const mounted = await mountSubgraph(definition, {
    databaseUrl: settings.databaseUrl,
    secret: settings.secret,
    clock,
    log,
    bus,
    pace: settings.pace,
    committedSdl: committedSdl(name),
    assertJson: !settings.production,
    ...(registry && { metrics: new SubgraphMetrics(registry) }),
  });
  stop.opened('the subgraph', () => mounted.stop());
  bus.join(mounted.road);
  const desk = roadDesk(
    mounted.road,
    (headers, body) => {
      const seal = headers[ROAD_SEAL_HEADER];
      return whoDelivers(typeof seal === 'string' ? seal : undefined, name, body, (from) => keyOf(from, name));
    },
    log,
  );
  const served = await serveSubgraph(mounted, {
    host: settings.host,
    port: settings.port,
    sealKeys: settings.sealKeys,
    log,
    routes: desk,
    ...(registry && { metrics: registry }),
  });
  stop.opened('the server', () => served.stop());
  await mounted.start();
  log.info({ url: served.url }, `${name} is ready`);
}

/**
 * `schema/subgraphs/<name>.graphql` of the working directory; code that differs from it does not start, and neither does code that has none.
 */
export function committedSdl(name: string): string {
  const file = path.join('schema', 'subgraphs', `${name}.graphql`);
  if (!fs.existsSync(file))
    throw new Error(`${file} is missing: run \`npm run schema\`, in the folder of the product.`);
  return fs.readFileSync(file, 'utf8');
}

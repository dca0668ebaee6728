import fs from 'node:fs';
import path from 'node:path';
import { createGracefulStop, type GracefulStop } from '#chassis/http/graceful-stop';
import type { Log } from '#chassis/log/log';
import { createLogger } from '#chassis/log/logger';
import { movableClock, wallClock } from '#chassis/time/clocks';
import { startTracing } from '#chassis/trace/tracing';
import { startGateway, type Gateway } from './gateway.ts';
import { followSupergraphFile } from './graph/follow-file.ts';
import { httpEndpoint, type HttpEndpoint } from './graph/transport/http.ts';
import { reloadOnHangup, type Reload } from './process/hangup.ts';
import { SealKeys } from './process/seal-key.ts';
import { gatewayProcessSettings, type GatewayProcessSettings } from './process/settings.ts';
import { gatewaySettings } from './settings.ts';
import { siteHandler } from './site/site.ts';

/** The gateway as a process of its own, in front of subgraphs that it reaches over HTTP. */
async function openGateway(own: GatewayProcessSettings, log: Log, stop: GracefulStop): Promise<void> {
  const settings = gatewaySettings();
  const tracing = settings.trace && startTracing(settings.trace, log);
  if (tracing) stop.opened('traces', () => tracing.stop());
  const sealKeys = new SealKeys(own);
  const endpoints = new Map([...own.subgraphs].map(([name, base]) => [name, endpointAt(sealKeys, name, base)]));
  stop.opened('the ways to the subgraphs', async () => {
    await Promise.all([...endpoints.values()].map((endpoint) => endpoint.close()));
  });
  const gateway = await startGateway({
    settings,
    supergraphSdl: fs.readFileSync(own.supergraphFile, 'utf8'),
    endpoints: Object.fromEntries(endpoints),
    clock: own.clock === 'movable' ? movableClock(path.join(own.dataDir, 'clock.json')) : wallClock,
    site: siteHandler({ root: 'dist/site', client: 'web/dist', development: !settings.production }),
    log,
  });
  stop.opened('gateway', () => gateway.stop());
  const unfollow = followSupergraphFile(own.supergraphFile, gateway.replaceSupergraph, log);
  stop.opened('the file of the supergraph', () => Promise.resolve(unfollow()));
  const unhear = reloadOnHangup(processReloads(own.supergraphFile, gateway, sealKeys), log);
  stop.opened('the hangup signal', () => Promise.resolve(unhear()));
  log.info({ url: gateway.url }, 'the gateway is ready');
}

function endpointAt(sealKeys: SealKeys, name: string, base: string): HttpEndpoint {
  return httpEndpoint({ name, url: new URL('/graphql', base).toString(), sealKey: sealKeys.of(name) });
}

/** What this process read when it started, and can read again; the rest of its settings takes a restart. */
function processReloads(file: string, gateway: Gateway, sealKeys: SealKeys): readonly Reload[] {
  return [
    {
      what: 'the seal key',
      again: () => {
        const own = gatewayProcessSettings(); // as of the files that *_FILE names
        sealKeys.replace(own);
        return { key: own.sealKeyId };
      },
    },
    {
      what: 'the supergraph',
      again: () => ({ file, supergraph: gateway.replaceSupergraph(fs.readFileSync(file, 'utf8')) }),
    },
    ...gateway.reloads,
  ];
}

const own = gatewayProcessSettings();
const log = createLogger({ name: 'gateway', level: own.logLevel });
const stop = createGracefulStop({ log });
stop.listen();
await openGateway(own, log, stop).catch(async (fault: unknown) => {
  log.error({ err: fault }, 'the gateway cannot start');
  await stop.stop('it could not start', 1);
});

import { fileURLToPath } from 'node:url';
import { portsOf } from './addresses.ts';
import { bannerOf, bannerText } from './banner.ts';
import { deploymentOf } from './deployment-of.ts';
import { gatewayEnvironment, subgraphEnvironment, type Deployment } from './derived-environment.ts';
import { onGround, type OpenGround } from './open-ground.ts';
import { createProcessGroup, type Role } from './process-group.ts';
import { progress } from './progress.ts';
import { environment } from './settings.ts';
import { tellStory } from './story/tell-story.ts';
import { subgraphNames } from './subgraph-modules.ts';

const LOOPBACK = '127.0.0.1';
/** Below the 25 s that a stop may take altogether, with PostgreSQL still to come. */
const ROLE_STOP_MS = 8_000;

/** One process per subgraph and one for the gateway, over HTTP on the loopback: the topology of many machines on one. */
async function startApart(): Promise<void> {
  const names = subgraphNames();
  await onGround(
    [...names, 'gateway'],
    ({ port }) => [...portsOf(names, port).values()],
    async (ground) => {
      const ports = portsOf(names, ground.settings.port);
      await startRoles(ground, deploymentOf(ground, names, ports), ports);
      const { settings } = ground;
      if (!settings.production) await tellStory(`http://${LOOPBACK}:${settings.port}`, settings);
      const processes = [...ports].map(([name, port]) => `${name} on http://${LOOPBACK}:${port}`);
      process.stdout.write(bannerText(bannerOf(ground, processes)));
    },
  );
}

async function startRoles(
  ground: OpenGround,
  deployment: Deployment,
  ports: ReadonlyMap<string, number>,
): Promise<void> {
  const { settings, stop } = ground;
  const group = createProcessGroup((line) => process.stderr.write(`${line}\n`));
  stop.opened('processes', () => group.stop(ROLE_STOP_MS));
  void group.lost.then((name) => {
    progress(`${name} ended by itself: stopping the others`);
    return stop.stop(`${name} ended`, 1);
  });
  progress(`starting ${deployment.names.join(', ')}`);
  // Together, because each waits for the others on the event road.
  await Promise.all(deployment.names.map((name) => group.start(subgraphRole(deployment, name, ports.get(name)!))));
  progress('starting the gateway');
  await group.start(gatewayRole(deployment, settings));
}

/** What the operator set goes to every role, except what only we and the gateway may know. */
function operatorEnvironment(): Record<string, string | undefined> {
  const {
    MASTER_SECRET: _m,
    MASTER_SECRET_FILE: _mf,
    DATABASE_URL: _d,
    DATABASE_URL_FILE: _df,
    ...rest
  } = environment();
  return rest;
}

function subgraphRole(deployment: Deployment, name: string, port: number): Role {
  return {
    name,
    program: programOf(`../subgraphs/${name}/main.js`),
    env: {
      LOG_LEVEL: 'warn',
      ...operatorEnvironment(),
      ...subgraphEnvironment(deployment, name),
      HOST: LOOPBACK,
      PORT: String(port),
    },
    readyUrl: `http://${LOOPBACK}:${port}/health/ready`,
  };
}

function gatewayRole(deployment: Deployment, { port, host }: { port: number; host: string }): Role {
  return {
    name: 'gateway',
    program: programOf('../gateway/main.js'),
    env: {
      LOG_LEVEL: 'warn',
      ...operatorEnvironment(),
      ...gatewayEnvironment(deployment),
      HOST: host,
      PORT: String(port),
    },
    readyUrl: `http://${host === '0.0.0.0' ? LOOPBACK : host}:${port}/health/ready`,
  };
}

function programOf(file: string): string[] {
  return [
    '--enable-source-maps',
    '--disable-warning=ExperimentalWarning',
    fileURLToPath(new URL(file, import.meta.url)),
  ];
}

await startApart();

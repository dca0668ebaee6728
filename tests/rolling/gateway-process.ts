import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { deriveKey, FIRST_SEAL_KEY, sealPurpose } from '#chassis/identity/seal';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { Mounted } from '#chassis/mount/mount';
import { serveSubgraph, type Served } from '#chassis/mount/serve';
import { AUDIENCE, ISSUER } from '#gateway/testing/identity-subgraph';
import { recordingLog } from '#gateway/testing/recording-log';
import { until } from '#gateway/testing/until';
import { freePort } from '../free-port.ts';

const MASTER_SECRET = 'rolling '.repeat(8);
/** The protocol of sockets wants one; the endpoint has its own. */
const schema = buildSchema('type Query { none: Int }');

/** The built gateway as a process, in front of subgraphs that this process serves. */
export class GatewayProcess {
  private constructor(
    readonly port: number,
    readonly child: ChildProcess,
    private readonly served: readonly Served[],
  ) {}

  /** Ready when it resolves. `folder` holds the supergraph. */
  static async start(
    folder: string,
    endpoints: Readonly<Record<string, SubgraphEndpoint>>,
    settings: NodeJS.ProcessEnv,
  ): Promise<GatewayProcess> {
    const served = new Map<string, Served>();
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const mounted = { name, schema, endpoint, ready: async () => {} };
      const sealKeys = [{ id: FIRST_SEAL_KEY, secret: deriveKey(MASTER_SECRET, sealPurpose(name)) }];
      const options = { port: 0, host: '127.0.0.1', sealKeys, log: recordingLog() };
      served.set(name, await serveSubgraph(mounted as Partial<Mounted> as Mounted, options));
    }
    const port = await freePort(1);
    const child = spawn(process.execPath, ['dist/gateway/main.js'], {
      env: {
        PATH: process.env['PATH'],
        PORT: `${port}`,
        MASTER_SECRET,
        SUBGRAPHS: [...served].map(([name, { url }]) => `${name}=${new URL(url).origin}`).join(),
        SUPERGRAPH_FILE: join(folder, 'supergraph.graphql'),
        OPERATIONS_DIR: join(folder, 'operations'),
        DATA_DIR: folder,
        TOKEN_ISSUER: ISSUER,
        TOKEN_AUDIENCE: AUDIENCE,
        LOG_LEVEL: 'error',
        ...settings,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const one = new GatewayProcess(port, child, [...served.values()]);
    await until(() => one.isReady(), 60_000);
    return one;
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await Promise.all(this.served.map((one) => one.stop()));
  }

  private async isReady(): Promise<boolean> {
    if (this.child.exitCode !== null) throw new Error(`the gateway ended with ${this.child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${this.port}/health/ready`).catch(() => undefined);
    return answer?.status === 200;
  }
}

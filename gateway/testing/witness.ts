import net, { type AddressInfo, type Socket } from 'node:net';
import { buildSchema } from 'graphql';
import type { Caller } from '#chassis/identity/caller';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { Mounted } from '#chassis/mount/mount';
import { serveSubgraph, type Served } from '#chassis/mount/serve';
import { httpEndpoint, type HttpEndpoint } from '../graph/transport/http.ts';
import { endpointOf } from './endpoint-of.ts';
import { recordingLog } from './recording-log.ts';

const SDL = `
  type Query { seen: String }
  type Mutation { changed: String }
  type Subscription { watched: String }
`;
/** What calls to a witness are sealed with. */
export const WITNESS_KEY = { id: 'k1', secret: Buffer.alloc(32, 1) };

const resolvers = {
  Query: { seen: () => 'seen' },
  Mutation: { changed: () => 'changed' },
  Subscription: {
    watched: {
      async *subscribe() {
        yield { watched: 'watched' };
      },
    },
  },
};

/** A subgraph in front of which everything that arrives on the wire is kept. */
export class Witness {
  readonly callers: Caller[] = [];
  #wire = '';
  readonly #open: Socket[] = [];
  #served!: Served;
  #forwarder!: net.Server;
  endpoint!: HttpEndpoint;
  url!: string;
  readonly typeDefs;
  readonly #inner: SubgraphEndpoint;

  constructor() {
    const { endpoint, typeDefs } = endpointOf(SDL, resolvers);
    this.typeDefs = typeDefs;
    this.#inner = {
      execute: (call) => (this.callers.push(call.caller), endpoint.execute(call)),
      subscribe: (call) => (this.callers.push(call.caller), endpoint.subscribe(call)),
    };
  }

  async start(): Promise<void> {
    const mounted = { name: 'witness', schema: buildSchema(SDL), endpoint: this.#inner, ready: async () => {} };
    const log = recordingLog();
    this.#served = await serveSubgraph(mounted as Partial<Mounted> as Mounted, {
      ...{ port: 0, host: '127.0.0.1', sealKeys: [WITNESS_KEY], log },
    });
    const to = Number(new URL(this.#served.url).port);
    this.#forwarder = net.createServer((near) => {
      const far = net.connect(to, '127.0.0.1');
      this.#open.push(near, far);
      for (const socket of [near, far]) socket.on('error', () => socket.destroy());
      near.on('data', (bytes) => (this.#wire += bytes.toString('latin1')));
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => this.#forwarder.listen(0, '127.0.0.1', resolve));
    const { port } = this.#forwarder.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}/graphql`;
    this.endpoint = httpEndpoint({ name: 'witness', url: this.url, sealKey: WITNESS_KEY });
  }

  /** All that came: the headers and bodies as they were, and the callers out of the seals. */
  get everything(): string {
    return this.#wire + JSON.stringify(this.callers);
  }

  /** Names of the headers that came, of requests and of sockets. */
  get headers(): Set<string> {
    const heads = this.#wire.match(/(?:POST|GET) \/graphql HTTP\/1\.1\r\n[^]*?\r\n\r\n/g) ?? [];
    return new Set(heads.flatMap((head) => [...head.matchAll(/^([\w-]+):/gm)].map(([, name]) => name!.toLowerCase())));
  }

  forget(): void {
    this.callers.length = 0;
    this.#wire = '';
  }

  async stop(): Promise<void> {
    await this.endpoint.close();
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => this.#forwarder.close(() => resolve()));
    await this.#served.stop();
  }
}

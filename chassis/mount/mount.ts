import type { GraphQLSchema } from 'graphql';
import type { Clock } from '#kernel/clock';
import type { Bus, RoadEnd } from '#chassis/events/bus';
import { quietRoad } from './quiet-road.ts';
import type { Pace } from '#chassis/events/pace';
import { roadTables } from '#chassis/events/tables';
import { tellInto } from '#chassis/events/tell';
import { Cursors } from '#chassis/graphql/cursor';
import { protect } from '#chassis/graphql/protect';
import { buildFederatedSchema } from '#chassis/graphql/schema';
import { type Caller } from '#chassis/identity/caller';
import { deriveKey } from '#chassis/identity/seal';
import type { Log } from '#chassis/log/log';
import { openDatabase, type Database } from '#chassis/storage/database';
import type { SubgraphEndpoint } from './endpoint.ts';
import { endpointOf } from './execute.ts';
import { NONCE_MIGRATION, statementsMigration } from './machinery.ts';
import { RequestScope, type ScopeHost } from './request-scope.ts';
import type { Subgraph } from './subgraph.ts';

/** What a subgraph stands on, in either topology. */
export interface Ground {
  /** Signs in as the subgraph's own role. */
  readonly databaseUrl: string;
  /** Derives the keys that stay inside the subgraph (cursors, resume tokens): the same in every replica. */
  readonly secret: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly bus: Bus;
  readonly pace?: Partial<Pace>;
  /** The committed SDL: mounting refuses code that does not equal it. */
  readonly committedSdl?: string;
  readonly onStatement?: (sql: string) => void;
}

export interface Mounted<Ports = unknown> {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly sdl: string;
  readonly endpoint: SubgraphEndpoint;
  readonly road: RoadEnd;
  readonly database: Database;
  readonly ports: Ports;
  scopeFor(caller: Caller): RequestScope<Ports>;
  /** Starts what works in the background: relay, consumer, tail, jobs. Call it when every neighbour is reachable on the bus. */
  start(): Promise<void>;
  /** Throws when it cannot serve. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the database, migrates, builds and protects the schema, and joins the road. */
export async function mountSubgraph<Ports>(definition: Subgraph<Ports>, ground: Ground): Promise<Mounted<Ports>> {
  const { name } = definition;
  const log = ground.log.child({ subgraph: name });
  const { schema: open, sdl } = buildFederatedSchema(definition);
  if (ground.committedSdl !== undefined && ground.committedSdl !== sdl) {
    throw new Error(`schema/subgraphs/${name}.graphql is not what the code says: run \`npm run schema\`.`);
  }
  const schema = protect(open, definition.access);
  const database = await openDatabase({
    name,
    url: ground.databaseUrl,
    entities: definition.entities,
    migrations: [statementsMigration(roadTables.name, roadTables.up), NONCE_MIGRATION, ...definition.migrations],
    log,
    ...(ground.onStatement && { onStatement: ground.onStatement }),
  });
  const ports = await definition.open({ clock: ground.clock, log });
  const road = quietRoad(name);
  const host: ScopeHost<Ports> = {
    em: database.orm.em,
    clock: ground.clock,
    log,
    live: road.live,
    cursors: new Cursors(deriveKey(ground.secret, `cursor:${name}`)),
    ports,
    tell: (sql, cause, contract, aggregateId, body) =>
      tellInto(sql, { producer: name, clock: ground.clock, ...cause }, contract, aggregateId, body),
    enqueue: async (_sql, task) => log.warn({ task }, 'no job runner yet: this job is dropped'),
    ring: () => road.ring(),
  };
  const scopeFor = (caller: Caller) => new RequestScope(host, caller);

  return {
    name,
    schema,
    sdl,
    endpoint: endpointOf(schema, scopeFor, log),
    road,
    database,
    ports,
    scopeFor,
    async start() {
      await road.start();
    },
    ready: () => database.ping(),
    async stop() {
      await road.stop();
      await definition.close?.(ports);
      await database.close();
    },
  };
}

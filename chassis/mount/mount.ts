import type { GraphQLSchema } from 'graphql';
import type { PoolClient } from 'pg';
import type { Clock } from '#kernel/clock';
import type { DomainEvent } from '#kernel/event';
import type { Bus, RoadEnd } from '#chassis/events/bus';
import { openRoad } from '#chassis/events/road';
import { PACE, type Pace } from '#chassis/events/pace';
import { Pulse } from '#chassis/events/pulse';
import { roadPoolSize } from '#chassis/events/pace-fields';
import type { Reaction } from '#chassis/events/reaction';
import { tellFirsts, tellInto } from '#chassis/events/tell';
import { Cursors } from '#chassis/graphql/cursor';
import { protect } from '#chassis/graphql/protect';
import { buildFederatedSchema } from '#chassis/graphql/schema';
import { systemCaller, type Caller } from '#chassis/identity/caller';
import { deriveKey } from '#chassis/identity/seal';
import { enqueueInto } from '#chassis/jobs/enqueue';
import { onClockJump } from '#chassis/jobs/clock-jumps';
import { prepareJobs, startJobs, type RunningJobs } from '#chassis/jobs/runner';
import type { Log } from '#chassis/log/log';
import type { SubgraphMetrics } from '#chassis/metrics/subgraph-metrics';
import { openDatabase, type Database } from '#chassis/storage/database';
import { joinTransaction } from '#chassis/storage/join-transaction';
import type { SubgraphEndpoint } from './endpoint.ts';
import { endpointOf } from './execute.ts';
import { inTraceOf, tracedEndpoint } from './traced.ts';
import { forgetNonces, migrationsOf } from './machinery.ts';
import { OpenStreams } from './open-streams.ts';
import { newRequestId, RequestScope, type Cause, type ScopeHost } from './request-scope.ts';
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
  /** Proves that every answer is JSON (development and tests). */
  readonly assertJson?: boolean;
  readonly onStatement?: (sql: string) => void;
  /** Of this process, for every subgraph in it. */
  readonly metrics?: SubgraphMetrics;
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
  const pace = { ...PACE, ...ground.pace };
  const database = await openDatabase({
    name,
    roadPoolSize: roadPoolSize(pace),
    url: ground.databaseUrl,
    entities: definition.entities,
    migrations: migrationsOf(definition),
    log,
    ...(ground.onStatement && { onStatement: ground.onStatement }),
  });
  const jobSchema = `${name}_jobs`;
  await prepareJobs({ databaseUrl: ground.databaseUrl, schema: jobSchema, log });
  const ports = await definition.open({
    clock: ground.clock,
    log,
    databaseUrl: ground.databaseUrl,
    secret: ground.secret,
    ring: () => road.ring(),
  });
  const road = openRoad({
    name,
    pool: database.roadPool,
    log,
    bus: ground.bus,
    reactions: definition.reactions as readonly Reaction<never>[],
    live: definition.live,
    runReaction: (reaction, event, connection) => react(reaction as Reaction<Ports>, event, connection),
    resumeKey: deriveKey(ground.secret, `resume:${name}`),
    pace,
  });
  const host: ScopeHost<Ports> = {
    em: database.orm.em,
    statementMs: database.statementMs,
    clock: ground.clock,
    log,
    live: road.live,
    cursors: new Cursors(deriveKey(ground.secret, `cursor:${name}`)),
    ports,
    tell: (sql, cause, contract, aggregateId, body) =>
      tellInto(sql, { producer: name, clock: ground.clock, ...cause }, contract, aggregateId, body),
    tellFirsts: (sql, cause, contract, facts) =>
      tellFirsts(sql, { producer: name, clock: ground.clock, ...cause }, contract, facts),
    enqueue: (sql, task, payload, options, trace) => enqueueInto(sql, jobSchema, task, payload, options, trace),
    ring: () => road.ring(),
  };
  const scopeFor = (caller: Caller) => new RequestScope(host, caller);

  async function react(reaction: Reaction<Ports>, event: DomainEvent, connection: PoolClient): Promise<void> {
    const tx = await joinTransaction(database.orm, connection);
    await inTraceOf({ name, what: `reaction ${reaction.name}`, trace: event.trace }, async (trace) => {
      const { actor, correlationId } = event;
      const cause: Cause = { actor, correlationId, causationId: event.id, trace };
      const scope = new RequestScope(host, systemCaller(correlationId, trace), cause, tx);
      await reaction.react(scope, event as DomainEvent<never>);
      await tx.em.flush();
    });
  }

  const streams = new OpenStreams();
  const execution = { assertJson: ground.assertJson ?? false, streams };
  const endpoint = tracedEndpoint(name, endpointOf(schema, scopeFor, execution));
  const unwatch = ground.metrics?.watch({
    name,
    pools: { requests: database.pool, road: database.roadPool },
    road: database.roadPool,
    jobSchema,
    tailReadAt: () => road.tailReadAt(),
    figures: () => definition.figures?.(ports) ?? {},
  });

  let jobs: RunningJobs | undefined;
  let unwatchClock = (): void => {};
  const beats = (definition.beats ?? []).map(({ name: beat, everyMs, make }) => {
    const run = make();
    return new Pulse(beat, everyMs, log, async () => {
      await run(scopeFor(systemCaller(newRequestId(`beat-${beat}`))));
      return false;
    });
  });
  return {
    name,
    schema,
    sdl,
    endpoint: ground.metrics?.timed(name, endpoint) ?? endpoint,
    road,
    database,
    ports,
    scopeFor,
    async start() {
      await road.start();
      jobs = await startJobs({
        databaseUrl: ground.databaseUrl,
        schema: jobSchema,
        log,
        jobs: [
          forgetNonces(database.roadPool),
          ...definition.jobs.map((job) => ({
            task: job.task,
            ...(job.cron !== undefined && { cron: job.cron }),
            run: (payload: Record<string, unknown>, from: string | undefined) =>
              inTraceOf({ name, what: `job ${job.task}`, trace: from, begins: true }, (trace) => {
                const scope = scopeFor(systemCaller(newRequestId(`job-${job.task}`), trace));
                const work = () => job.run(scope, payload);
                return ground.metrics?.job(name, job.task, work) ?? work();
              }),
          })),
        ],
      });
      for (const beat of beats) beat.wake();
      const { tickAll } = jobs;
      unwatchClock = onClockJump(ground.clock, () => {
        tickAll().catch((error: unknown) => log.warn({ err: error }, 'the schedules did not follow the moved clock'));
      });
    },
    ready: () => database.ping(),
    async stop() {
      unwatch?.();
      unwatchClock();
      await Promise.all(beats.map((beat) => beat.stop()));
      await jobs?.stop();
      await road.stop();
      await streams.close(); // before what they read from
      await definition.close?.(ports);
      await database.close();
    },
  };
}

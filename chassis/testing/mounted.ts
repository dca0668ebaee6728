import { clockAt } from '#kernel/clock';
import type { Bus } from '#chassis/events/bus';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import type { Log } from '#chassis/log/log';
import type { SubgraphMetrics } from '#chassis/metrics/subgraph-metrics';
import { mountSubgraph, type Mounted } from '#chassis/mount/mount';
import type { SubgraphResult } from '#chassis/mount/endpoint';
import type { RequestScope } from '#chassis/mount/request-scope';
import type { Subgraph } from '#chassis/mount/subgraph';
import { migratedDatabase } from './migrated.ts';

export interface TestMount<Ports> {
  readonly mounted: Mounted<Ports>;
  /** Past every grant: for tests that play the intruder in the database. */
  readonly superuserUrl: string;
  readonly clock: ReturnType<typeof clockAt>;
  /** Every statement of the request path since the last `statements.length = 0`. */
  readonly statements: string[];
  /** What was logged as warning or error. */
  readonly complaints: string[];
  scope(caller?: Partial<Caller>): RequestScope<Ports>;
  graphql(query: string, variables?: Record<string, unknown>, caller?: Partial<Caller>): Promise<SubgraphResult>;
  stop(): Promise<void>;
}

/** A caller of kind user with everything that a test does not care about filled in; authenticated just now. */
export function callerOf(given: Partial<Caller> = {}): Caller {
  const known = given.userId ? { kind: 'user' as const, freshAuthAt: Date.now() } : {};
  return { ...ANONYMOUS, requestId: 'test', ...known, ...given };
}

const NOWHERE: Bus = {
  async deliver() {},
  async subscribe() {},
};

/** Mounts a subgraph on a database of its own, a clone that is dropped at `stop`. Business time stands still until it is moved. */
export async function mountForTest<Ports>(
  definition: Subgraph<Ports>,
  options: { startAt?: string; bus?: Bus; background?: boolean; metrics?: SubgraphMetrics } = {},
): Promise<TestMount<Ports>> {
  const database = await migratedDatabase(definition);
  const clock = clockAt(options.startAt ?? '2026-01-05T09:00:00Z');
  const statements: string[] = [];
  const complaints: string[] = [];
  const mounted = await mountSubgraph(definition, {
    databaseUrl: database.urlOf(definition.name),
    secret: 'a secret of the tests',
    clock,
    log: listeningLog(complaints),
    bus: options.bus ?? NOWHERE,
    assertJson: true,
    ...(options.metrics && { metrics: options.metrics }),
    onStatement: (statement) => statements.push(statement),
  });
  if (options.background) await mounted.start();
  return {
    mounted,
    superuserUrl: database.superuserUrl,
    clock,
    statements,
    complaints,
    scope: (caller) => mounted.scopeFor(callerOf(caller)),
    graphql: (query, variables = {}, caller = {}) =>
      mounted.endpoint.execute({ query, variables, caller: callerOf(caller) }),
    async stop() {
      await mounted.stop();
      await database.drop();
    },
  };
}

function listeningLog(complaints: string[]): Log {
  const keep = (fields: object, message = '') => void complaints.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { debug() {}, info() {}, warn: keep, error: keep, child: () => log };
  return log;
}

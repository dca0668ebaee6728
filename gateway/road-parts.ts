import type { ClientBook } from './guard/clients/client-book.ts';
import type { RateLimits } from './guard/rate-limits.ts';
import type { Authenticator } from './identity/authenticate.ts';
import type { Metrics } from './front/metrics.ts';
import type { Pipeline } from './pipeline.ts';
import type { OperationRunner } from './traffic/served-graph.ts';

/** What every road of an operation leads past: plain HTTP, streams and sockets alike. */
export interface RoadParts {
  readonly authenticator: Authenticator;
  readonly clients: ClientBook;
  readonly rates: RateLimits;
  readonly pipeline: Pipeline;
  readonly graph: OperationRunner;
  readonly metrics: Metrics;
}

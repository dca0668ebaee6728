import type { Metrics } from './metrics.ts';
import type { Route } from './routes.ts';

/** `/metrics`, in the words of Prometheus. */
export function metricsRoute({ registry }: Metrics): Route {
  return async (_request, response) => {
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text);
  };
}

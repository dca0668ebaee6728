import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

const protect = helmet({
  // answers are data: nothing in them may load or run anything; pages (gateway/site) bring a policy of their own
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  crossOriginResourcePolicy: { policy: 'same-site' },
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
});

/** The headers that every answer carries, whatever its status. */
export function setHeaders(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  response.setHeader('x-request-id', requestId);
  protect(request, response, () => undefined);
}

import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
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

/** What helmet says does not depend on the request: it is asked once, and its headers are put on every answer. */
const PROTECTING: readonly (readonly [string, string])[] = helmetHeaders();

/** The headers that every answer carries, whatever its status. */
export function setHeaders(response: ServerResponse, requestId: string): void {
  response.setHeader('x-request-id', requestId);
  for (const [name, value] of PROTECTING) response.setHeader(name, value);
}

function helmetHeaders(): [string, string][] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  let fault: unknown;
  protect(request, response, (error?: unknown) => (fault = error));
  if (fault !== undefined) throw fault as Error;
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';

/** Which web pages may speak to this door: its own, and those that the settings name. */
export class Origins {
  private readonly allowed: ReadonlySet<string>;

  /** `sameHost`: also a page served under the nearby host that the request itself names (development, whatever the port). */
  constructor(
    allowed: readonly string[],
    private readonly sameHost: boolean,
  ) {
    this.allowed = new Set(allowed.map((origin) => new URL(origin).origin));
  }

  /** A request without an Origin comes from no page. */
  allows(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    if (origin === undefined) return true;
    if (this.allowed.has(origin)) return true;
    if (!this.sameHost || !URL.canParse(origin)) return false;
    const { host, hostname } = new URL(origin);
    return host === request.headers.host && isNearby(hostname);
  }

  /** Lets an allowed page of another origin read the answer. */
  share(request: IncomingMessage, response: ServerResponse): void {
    const { origin } = request.headers;
    response.setHeader('vary', 'Origin');
    if (origin === undefined || !this.allows(request)) return;
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader(
      'access-control-expose-headers',
      'x-request-id, retry-after, content-disposition, content-range, etag',
    );
  }

  /** Answers the preflight of an allowed page. */
  preflight(request: IncomingMessage, response: ServerResponse): void {
    this.share(request, response);
    response.setHeader('access-control-allow-methods', 'GET, POST, PUT');
    response.setHeader(
      'access-control-allow-headers',
      'content-type, authorization, range, apollo-require-preflight, x-apollo-operation-name, apollographql-client-name, ' +
        'apollographql-client-version, x-request-id, last-event-id, upload-ticket, x-include-plan',
    );
    response.setHeader('access-control-max-age', '600');
    response.writeHead(204).end();
  }
}

/**
 * An address, or a name that no stranger's name server answers for: a page of a public name that suddenly resolves to this machine (DNS
 * rebinding) names its own host in both headers.
 */
function isNearby(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 || !bare.includes('.') || /\.(localhost|local)$/.test(bare);
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request for a page and returns true, or touches nothing and returns false. */
export type SiteHandler = (req: IncomingMessage, res: ServerResponse) => boolean;

export function setPageHeaders(res: ServerResponse, policy: string, cache: string): void {
  res.setHeader('content-security-policy', policy);
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('referrer-policy', 'no-referrer');
  res.setHeader('cache-control', cache);
}

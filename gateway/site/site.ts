import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { LANDING_CSP, PLAYGROUND_CSP } from './content-policy.ts';
import { landingPage } from './landing.ts';
import { readStaticFiles, sendFile, tagOf } from './static-files.ts';

export interface SiteOptions {
  /** Folder of the built pages (`dist/site`); the playground lies in `playground/` below it. */
  readonly root: string;
  /** Shows the playground and the demo accounts. In production both do not exist. */
  readonly development: boolean;
}

/** Answers a request for a page and returns true, or touches nothing and returns false. */
export type SiteHandler = (req: IncomingMessage, res: ServerResponse) => boolean;

const PLAYGROUND = '/playground';

/** The pages that the gateway serves itself: `/` and, in development, `/playground` with its assets. */
export function siteHandler(options: SiteOptions): SiteHandler {
  const landing = landingHandler(options.development);
  const playground = options.development ? playgroundHandler(join(options.root, 'playground')) : null;
  return (req, res) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return false;
    const path = pathOf(req);
    if (path === '/') return landing(req, res);
    if (path === PLAYGROUND || path.startsWith(`${PLAYGROUND}/`)) return playground?.(req, res) ?? false;
    return false;
  };
}

function landingHandler(development: boolean): SiteHandler {
  const plain = Buffer.from(landingPage({ development }));
  const file = { type: 'text/html; charset=utf-8', etag: tagOf(plain), plain, encoded: new Map<string, Buffer>() };
  return (req, res) => {
    setPageHeaders(res, LANDING_CSP, 'no-cache');
    sendFile(req, res, file);
    return true;
  };
}

function playgroundHandler(folder: string): SiteHandler {
  if (!existsSync(join(folder, 'index.html'))) return notBuilt;
  const files = readStaticFiles(folder);
  return (req, res) => {
    const name = pathOf(req).slice(PLAYGROUND.length + 1) || 'index.html';
    const file = files.get(name);
    if (file === undefined) return false;
    // Names under assets/ carry a hash of their content; pages are asked for again each time and mostly answered 304.
    const cache = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    setPageHeaders(res, PLAYGROUND_CSP, cache);
    sendFile(req, res, file);
    return true;
  };
}

function notBuilt(_req: IncomingMessage, res: ServerResponse): boolean {
  res.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  res.end('The playground has not been built yet: run `npm run build:site`.\n');
  return true;
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '/').split('?', 1)[0] ?? '/';
}

function setPageHeaders(res: ServerResponse, policy: string, cache: string): void {
  res.setHeader('content-security-policy', policy);
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('referrer-policy', 'no-referrer');
  res.setHeader('cache-control', cache);
}

import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { clientHandler } from './client.ts';
import { LANDING_CSP, PLAYGROUND_CSP } from './content-policy.ts';
import { landingPage } from './landing.ts';
import { setPageHeaders, type SiteHandler } from './page.ts';
import { readStaticFiles, sendFile, tagOf } from './static-files.ts';

export interface SiteOptions {
  /** Folder of the built pages (`dist/site`); the playground lies in `playground/` below it, the page at `/` in `home/`. */
  readonly root: string;
  /** Folder of the web client's build (`web/dist`): when it is there, it is what `/` shows. */
  readonly client?: string;
  /** Shows the playground and the demo accounts. In production both do not exist. */
  readonly development: boolean;
}

const PLAYGROUND = '/playground';

/** The pages that the gateway serves: the web client, or our own page, at `/`; in development `/playground` with its assets. */
export function siteHandler(options: SiteOptions): SiteHandler {
  const { root, client, development } = options;
  const home =
    (client && clientHandler({ folder: client, development, everyPath: true })) ||
    clientHandler({ folder: join(root, 'home'), development, everyPath: false }) ||
    landingHandler(development);
  const playground = development ? playgroundHandler(join(root, 'playground')) : null;
  return (req, res) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return false;
    const path = pathOf(req);
    if (path === PLAYGROUND || path.startsWith(`${PLAYGROUND}/`)) return playground?.(req, res) ?? false;
    return home(req, res);
  };
}

function landingHandler(development: boolean): SiteHandler {
  const plain = Buffer.from(landingPage({ development }));
  const file = { type: 'text/html; charset=utf-8', etag: tagOf(plain), plain, encoded: new Map<string, Buffer>() };
  return (req, res) => {
    if (pathOf(req) !== '/') return false;
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

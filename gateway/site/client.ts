import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { CLIENT_CSP } from './content-policy.ts';
import { setPageHeaders, type SiteHandler } from './page.ts';
import { readStaticFiles, sendFile, tagOf, type StaticFile } from './static-files.ts';

/** Paths of the gateway itself: a mistyped one is answered with an error and never with a page. */
const RESERVED = /^\/(graphql|files|health|auth|dev|metrics|playground|\.well-known)(\/|$)/;

/** Names that carry a hash of their content: `index-DfQ3x9aZ.js`. */
const HASHED = /^assets\/[^/]+-[\w-]{8,}\.\w+$/;

export interface ClientOptions {
  /** The folder of a build with an index.html. */
  readonly folder: string;
  /** Tells the page that it may show what is for development only. */
  readonly development: boolean;
  /** A page for every path that a browser navigates to: the client has routes of its own. */
  readonly everyPath: boolean;
}

/** A built client at `/`; undefined when it was not built. */
export function clientHandler({ folder, development, everyPath }: ClientOptions): SiteHandler | undefined {
  if (!existsSync(join(folder, 'index.html'))) return undefined;
  const files = readStaticFiles(folder);
  const index = development ? marked(files.get('index.html')!) : files.get('index.html')!;
  return (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]!;
    const name = path.slice(1);
    const file = name === '' || name === 'index.html' ? index : files.get(name);
    const page = file ?? (everyPath && navigates(request, path) ? index : undefined);
    if (page === undefined) return false;
    const cache = HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
    setPageHeaders(response, CLIENT_CSP, cache);
    sendFile(request, response, page);
    return true;
  };
}

/** A browser that goes to a page, and not a script or an image that is missing. */
function navigates({ headers }: IncomingMessage, path: string): boolean {
  return !RESERVED.test(path) && !/\.\w+$/.test(path) && headers.accept?.includes('text/html') === true;
}

function marked({ type, plain }: StaticFile): StaticFile {
  const text = Buffer.from(plain.toString().replace('<html ', '<html data-development '));
  return { type, plain: text, etag: tagOf(text), encoded: new Map() };
}

import { createHash } from 'node:crypto';
import { LANDING_STYLE } from './landing.ts';

type Directives = Readonly<Record<string, readonly string[]>>;

const SAME_ORIGIN_ONLY: Directives = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'img-src': ["'self'", 'data:'],
};

/**
 * For `/playground` and its assets. Scripts and workers come from our own origin only; 'self' covers the same-origin
 * WebSocket. Monaco writes its computed colours into style elements, hence 'unsafe-inline' for styles, never for scripts.
 */
export const PLAYGROUND_CSP_DIRECTIVES: Directives = {
  ...SAME_ORIGIN_ONLY,
  'script-src': ["'self'"],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'font-src': ["'self'", 'data:'],
};

/** For `/`: a page without any script, its one stylesheet allowed by hash. */
export const LANDING_CSP_DIRECTIVES: Directives = {
  ...SAME_ORIGIN_ONLY,
  'style-src': [`'sha256-${createHash('sha256').update(LANDING_STYLE).digest('base64')}'`],
};

/** For the web client, and for our own page at `/` until there is one: everything from our own origin, nothing inline. */
const CLIENT_CSP_DIRECTIVES: Directives = {
  ...SAME_ORIGIN_ONLY,
  'img-src': ["'self'", 'data:', 'blob:'],
  'script-src': ["'self'"],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
  'style-src': ["'self'"],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
};

/** Header value for the web client. */
export const CLIENT_CSP = headerOf(CLIENT_CSP_DIRECTIVES);

/** Header value for `/playground`. */
export const PLAYGROUND_CSP = headerOf(PLAYGROUND_CSP_DIRECTIVES);

/** Header value for `/`. */
export const LANDING_CSP = headerOf(LANDING_CSP_DIRECTIVES);

function headerOf(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

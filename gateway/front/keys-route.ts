import type { KeyRing } from '../identity/key-ring.ts';
import type { Route } from './routes.ts';

/** `/.well-known/jwks.json`: the public keys of our access tokens. */
export function keysRoute(keys: KeyRing): Route {
  return async (_request, response) => {
    if (!keys.ready) await keys.load();
    response.writeHead(200, { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=300' });
    response.end(keys.text);
  };
}

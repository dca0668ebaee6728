import type { HealthCheck } from '#chassis/http/health';
import type { Log } from '#chassis/log/log';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import type { GatewaySettings } from '../settings.ts';
import { Authenticator } from './authenticate.ts';
import { KeyRing } from './key-ring.ts';
import { SessionBook } from './session-book.ts';
import { identityFrom } from './source.ts';
import { TokenVerifier } from './verify-token.ts';

export interface IdentityParts {
  readonly settings: Pick<GatewaySettings, 'tokens'>;
  /** The subgraph that owns identity, asked directly. */
  readonly identity: SubgraphEndpoint;
  readonly log: Log;
}

/** Who asks: keys and sessions, as the subgraph that owns them tells. */
export interface OpenIdentity {
  readonly keys: KeyRing;
  readonly sessions: SessionBook;
  readonly authenticator: Authenticator;
  /** What must be well before anybody can be recognised. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  stop(): Promise<void>;
}

/** Opens without keys too, while the subgraph cannot be reached: what needs no sign-in goes on. */
export async function openIdentity({ settings, identity, log }: IdentityParts): Promise<OpenIdentity> {
  const source = identityFrom(identity);
  const keys = new KeyRing(source);
  const sessions = new SessionBook(source, log);
  sessions.start();
  await keys.load().catch((error: unknown) => log.warn({ err: error }, 'no signing keys yet'));
  return {
    keys,
    sessions,
    authenticator: new Authenticator(new TokenVerifier(keys, settings.tokens), sessions),
    checks: {
      keys: async () => void (keys.ready || (await keys.load())),
      // heard once is enough: while the stream is silent sessions are asked for, and what needs none goes on
      revocation: () => {
        if (!sessions.begun) throw new Error('the revocation stream has not begun');
      },
    },
    stop: () => sessions.stop(),
  };
}

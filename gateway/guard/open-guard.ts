import type { Log } from '#chassis/log/log';
import { opening } from '../opening.ts';
import type { GatewaySettings } from '../settings.ts';
import { ClientBook } from './clients/client-book.ts';
import { PostgresClients, type ClientStore } from './clients/client-store.ts';
import { RateLimits } from './rate-limits.ts';
import { RegisteredDocuments } from './registered-documents.ts';
import { postgresMeters } from './shared-meters.ts';

export interface GuardParts {
  readonly settings: Pick<GatewaySettings, 'rates' | 'sharedLimitsUrl' | 'databaseUrl' | 'operationsFolder'>;
  /** Where API clients are kept, in place of the gateway's own database. */
  readonly clientStore?: ClientStore;
  readonly log: Log;
}

/** What may be asked, how often, and by which programs. */
export interface OpenGuard {
  readonly rates: RateLimits;
  readonly clients: ClientBook;
  readonly registered: RegisteredDocuments;
  stop(): Promise<void>;
}

/** Throws when the shared limits cannot be reached, and for a false manifest of operations. */
export function openGuard({ settings, clientStore, log }: GuardParts): Promise<OpenGuard> {
  return opening(async (rooms) => {
    const { sharedLimitsUrl, databaseUrl } = settings;
    const shared = sharedLimitsUrl ? rooms.add(await postgresMeters(sharedLimitsUrl, log)) : undefined;
    const rates = new RateLimits(settings.rates, log, shared);
    const store = clientStore ?? (databaseUrl ? new PostgresClients(databaseUrl) : undefined);
    const clients = rooms.add(new ClientBook(store, log));
    await clients.start();
    return { rates, clients, registered: RegisteredDocuments.read(settings.operationsFolder) };
  });
}

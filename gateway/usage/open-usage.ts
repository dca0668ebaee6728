import type { Log } from '#chassis/log/log';
import type { GatewaySettings } from '../settings.ts';
import { PostgresUsage, type UsageStore } from './usage-store.ts';
import { Usage } from './usage.ts';

export interface UsageParts {
  readonly settings: Pick<GatewaySettings, 'databaseUrl'>;
  /** Where usage is written down, in place of the gateway's own database. */
  readonly usageStore?: UsageStore;
  readonly log: Log;
}

/** Without a place to write to nothing is counted. */
export function openUsage({ settings, usageStore, log }: UsageParts): Usage {
  const { databaseUrl } = settings;
  return new Usage(usageStore ?? (databaseUrl ? new PostgresUsage(databaseUrl) : undefined), log);
}

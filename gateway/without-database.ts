import type { Log } from '#chassis/log/log';
import type { GatewaySettings } from './settings.ts';

/** A gateway without a schema of its own serves, and does not do everything: said once, so that nobody looks for it elsewhere. */
export function sayWithoutDatabase({ databaseUrl }: Pick<GatewaySettings, 'databaseUrl'>, log: Log): void {
  if (databaseUrl !== undefined) return;
  log.warn(
    { setting: 'GATEWAY_DATABASE_URL' },
    'GATEWAY_DATABASE_URL is not set: API keys are refused, usage is not written down, files are not taken, and rate limits are counted by this gateway alone',
  );
}

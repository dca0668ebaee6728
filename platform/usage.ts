import { runUsageCommand } from '#gateway/usage/command';
import { PostgresUsage } from '#gateway/usage/usage-store';
import { gatewaySettings } from '#gateway/settings';
import { reportFault } from './report-fault.ts';
import { roleUrl } from './role-url.ts';
import { platformSettings } from './settings.ts';

/** `npm run usage`: what clients rely on, of a deployment (GATEWAY_DATABASE_URL) or of this machine's platform while it runs. */
async function operate(args: readonly string[]): Promise<void> {
  let usage: PostgresUsage | undefined;
  try {
    usage = new PostgresUsage(gatewaySettings().databaseUrl ?? roleUrl(platformSettings(), 'gateway'));
    const { code, text } = await runUsageCommand(args, usage, new Date());
    process.stdout.write(text);
    process.exitCode = code;
  } catch (error) {
    reportFault(error);
  } finally {
    await usage?.close();
  }
}

await operate(process.argv.slice(2));

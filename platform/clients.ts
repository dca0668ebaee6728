import { runClientsCommand } from '#gateway/guard/clients/command';
import { PostgresClients } from '#gateway/guard/clients/client-store';
import { gatewaySettings } from '#gateway/settings';
import { reportFault } from './report-fault.ts';
import { roleUrl } from './role-url.ts';
import { platformSettings } from './settings.ts';

/** `npm run clients`: an operator at the API clients of a deployment (GATEWAY_DATABASE_URL), or of this machine's platform while it runs. */
async function operate(args: readonly string[]): Promise<void> {
  let clients: PostgresClients | undefined;
  try {
    clients = new PostgresClients(gatewaySettings().databaseUrl ?? roleUrl(platformSettings(), 'gateway'));
    const { code, text } = await runClientsCommand(args, clients);
    process.stdout.write(text);
    process.exitCode = code;
  } catch (error) {
    reportFault(error);
  } finally {
    await clients?.close();
  }
}

await operate(process.argv.slice(2));

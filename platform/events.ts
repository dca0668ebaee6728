import os from 'node:os';
import pg from 'pg';
import { runEventsCommand } from '#chassis/events/command';
import { reportFault } from './report-fault.ts';
import { roleUrl } from './role-url.ts';
import { platformSettings } from './settings.ts';

/** `npm run events`: an operator at the event road of this machine's platform, while it runs. */
async function operate(args: readonly string[]): Promise<void> {
  const settings = platformSettings();
  const pools: pg.Pool[] = [];
  try {
    const poolOf = (subgraph: string): pg.Pool => {
      const pool = new pg.Pool({ connectionString: roleUrl(settings, subgraph), max: 1 });
      pools.push(pool);
      return pool;
    };
    const { code, text } = await runEventsCommand(args, { poolOf, operator: os.userInfo().username });
    process.stdout.write(text);
    process.exitCode = code;
  } catch (error) {
    reportFault(error);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}

await operate(process.argv.slice(2));

import os from 'node:os';
import { parseArgs } from 'node:util';
import { systemCaller } from '#chassis/identity/caller';
import { mountSubgraph, type Mounted } from '#chassis/mount/mount';
import { wallClock } from '#chassis/time/clocks';
import { createLogger } from '#chassis/log/logger';
import { rebuild } from '#subgraphs/gamification/actions/rebuild';
import { rebuildReport } from '#subgraphs/gamification/domain/rebuild-report';
import { gamificationSubgraph } from '#subgraphs/gamification/subgraph';
import { reportFault } from './report-fault.ts';
import { roleUrl } from './role-url.ts';
import { platformSettings } from './settings.ts';

const USAGE = `npm run gamification -- rebuild
      replays the log of facts into empty copies of all that follows from it, and shows what differs (exit code 1) or that nothing does
npm run gamification -- rebuild --write --reason "..."
      shows it, and makes the tables equal to the log
--operator <name> says who you are when it is not the account of this machine. A write is kept in game_audit.
`;

/** `npm run gamification`: an operator at the game of this machine's platform, while it runs. */
async function operate(args: readonly string[]): Promise<void> {
  let game: Mounted | undefined;
  try {
    const asked = parsed(args);
    if (!asked) {
      process.stdout.write(USAGE);
      process.exitCode = 2;
      return;
    }
    const log = createLogger({ name: 'gamification', level: 'warn', form: 'text' });
    game = await mountSubgraph(gamificationSubgraph(), {
      databaseUrl: roleUrl(platformSettings(), 'gamification'),
      secret: 'nothing that an operator does is signed',
      clock: wallClock,
      log,
      bus: { deliver: async () => undefined, subscribe: async () => undefined },
    });
    const { code, text } = rebuildReport(await rebuild(game.scopeFor(systemCaller('rebuild')), asked.write));
    process.stdout.write(text);
    process.exitCode = code;
  } catch (error) {
    reportFault(error);
  } finally {
    await game?.stop();
  }
}

function parsed(args: readonly string[]): { write: { operator: string; reason: string } | null } | null {
  const options = { write: { type: 'boolean' }, reason: { type: 'string' }, operator: { type: 'string' } } as const;
  try {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    const reason = values.reason?.trim();
    if (positionals.join(' ') !== 'rebuild' || (values.write && !reason)) return null;
    return { write: values.write ? { operator: values.operator ?? os.userInfo().username, reason: reason! } : null };
  } catch {
    return null;
  }
}

await operate(process.argv.slice(2));

import { parseArgs } from 'node:util';
import { systemCaller } from '#chassis/identity/caller';
import { createLogger } from '#chassis/log/logger';
import { mountSubgraph, type Mounted } from '#chassis/mount/mount';
import { wallClock } from '#chassis/time/clocks';
import type { BuzPorts } from '#subgraphs/buz/outside/ports';
import { verifyWholeLedger, type Anchor } from '#subgraphs/buz/reads/verify-ledger';
import { buzSettings } from '#subgraphs/buz/settings';
import { buzSubgraph } from '#subgraphs/buz/subgraph';
import { subgraphSecret } from './derived-environment.ts';
import { reportFault } from './report-fault.ts';
import { roleUrl } from './role-url.ts';
import { openSecrets } from './secrets.ts';
import { platformSettings } from './settings.ts';

const USAGE = `npm run buz -- verify
      walks all sealed blocks, makes every transfer anew from its columns, and says what is not as it was written (exit code 1)
npm run buz -- verify --anchor <block>:<hash>
      and whether the chain still holds a block that was written down elsewhere: a statement, a proof, the process log
`;

/** `npm run buz`: an operator at the ledger of this machine's platform, while it runs. Reads only. */
async function operate(args: readonly string[]): Promise<void> {
  let ledger: Mounted<BuzPorts> | undefined;
  try {
    const asked = parsed(args);
    if (!asked) {
      process.stdout.write(USAGE);
      process.exitCode = 2;
      return;
    }
    const settings = platformSettings();
    const databaseUrl = roleUrl(settings, 'buz');
    const masterSecret = openSecrets(settings.dataFolder, settings.masterSecret).master;
    ledger = await mountSubgraph(buzSubgraph(buzSettings()), {
      databaseUrl,
      secret: subgraphSecret({ masterSecret }, 'buz'),
      clock: wallClock,
      log: createLogger({ name: 'buz', level: 'warn', form: 'text' }),
      bus: { deliver: async () => undefined, subscribe: async () => undefined },
    });
    const scope = ledger.scopeFor(systemCaller('verify'));
    const { code, text } = await verifyWholeLedger(scope, asked.anchor, (line) => void process.stderr.write(line));
    process.stdout.write(text);
    process.exitCode = code;
  } catch (error) {
    reportFault(error);
  } finally {
    await ledger?.stop();
  }
}

function parsed(args: readonly string[]): { anchor: Anchor | null } | null {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { anchor: { type: 'string' } },
    });
    if (positionals.join(' ') !== 'verify') return null;
    if (values.anchor === undefined) return { anchor: null };
    const [, block, hash] = /^([1-9]\d*):([0-9a-f]{64})$/i.exec(values.anchor) ?? [];
    return block && hash ? { anchor: { block: Number(block), hash } } : null;
  } catch {
    return null;
  }
}

await operate(process.argv.slice(2));

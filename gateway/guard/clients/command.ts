import { parseArgs } from 'node:util';
import { RATE_LIMITS } from '../limits.ts';
import { mintKey } from './api-key.ts';
import type { PostgresClients } from './client-store.ts';

const USAGE = `npm run clients -- add <name> [--cost-per-minute ${RATE_LIMITS.costPerMinute}]
      makes a client and prints its key, once: it is sent as the header x-api-key
npm run clients -- list
npm run clients -- revoke <name or id>
      the key is refused everywhere within 5 s
`;
const NAME = /^[\w.-]{1,64}$/;

/** What the operator asked for, and the exit code: 1 for what cannot be done, 2 for what is not understood. */
export async function runClientsCommand(
  args: readonly string[],
  clients: Pick<PostgresClients, 'add' | 'all' | 'revoke'>,
): Promise<{ readonly code: number; readonly text: string }> {
  const asked = understood(args);
  if (!asked) return { code: 2, text: USAGE };
  const { verb, name, costPerMinute } = asked;
  if (verb === 'list') return { code: 0, text: table(await clients.all()) };
  if (verb === 'revoke') {
    if (await clients.revoke(name)) return { code: 0, text: `${name} is revoked: refused everywhere within 5 s\n` };
    return { code: 1, text: `There is no client ${name} that has a key.\n` };
  }
  if ((await clients.all()).some((client) => client.name === name))
    return { code: 1, text: `There was a client ${name} already: names are not used twice.\n` };
  const { key, ...minted } = mintKey();
  await clients.add({ ...minted, name, costPerMinute });
  return {
    code: 0,
    text: `${name} (${minted.id}) may spend ${costPerMinute} points a minute. Its key, shown once:\n${key}\n`,
  };
}

function understood(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'cost-per-minute': { type: 'string', default: String(RATE_LIMITS.costPerMinute) } },
    });
    const [verb, name = '', ...rest] = positionals;
    const costPerMinute = Number(values['cost-per-minute']);
    if (rest.length > 0 || !Number.isInteger(costPerMinute) || costPerMinute < 1 || costPerMinute > 1e9)
      return undefined;
    if (verb === 'list' && name === '') return { verb, name, costPerMinute } as const;
    if ((verb === 'add' || verb === 'revoke') && NAME.test(name)) return { verb, name, costPerMinute } as const;
    return undefined;
  } catch {
    return undefined; // an option that there is not
  }
}

function table(rows: Awaited<ReturnType<PostgresClients['all']>>): string {
  if (rows.length === 0) return 'There are no API clients.\n';
  const lines = rows.map(({ id, name, costPerMinute, createdAt, revokedAt }) => {
    const state = revokedAt ? `revoked ${revokedAt.toISOString()}` : 'active';
    return `${id}  ${name}  ${costPerMinute} points/min  since ${createdAt.toISOString()}  ${state}`;
  });
  return `${lines.join('\n')}\n`;
}

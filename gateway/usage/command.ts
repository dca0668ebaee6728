import { parseArgs } from 'node:util';
import type { PostgresUsage } from './usage-store.ts';

const USAGE = `npm run usage -- export [--days 30]
      prints who relied on what of the API, for schema/published/usage.json: npm run schema:check then says of a breaking change whom it breaks
`;

/** The exit code, and what is printed. */
export async function runUsageCommand(
  args: readonly string[],
  usage: Pick<PostgresUsage, 'since'>,
  now: Date,
): Promise<{ readonly code: number; readonly text: string }> {
  const days = daysOf(args);
  if (days === undefined) return { code: 2, text: USAGE };
  const used = await usage.since(days);
  return { code: 0, text: `${JSON.stringify({ until: now.toISOString().slice(0, 10), days, used }, null, 1)}\n` };
}

function daysOf(args: readonly string[]): number | undefined {
  try {
    const options = { days: { type: 'string', default: '30' } } as const;
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    const days = Number(values.days);
    return positionals.join() === 'export' && Number.isInteger(days) && days > 0 && days <= 100 ? days : undefined;
  } catch {
    return undefined; // an option that there is not
  }
}

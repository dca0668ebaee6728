interface UsedBy {
  readonly client: string;
  readonly version: string;
  readonly coordinate: string;
  readonly operations: number;
}

interface UsageFile {
  readonly until: string;
  readonly days: number;
  readonly used: readonly UsedBy[];
}

const NAMED = 3;

/** What `npm run usage -- export` printed; undefined without it. Throws for what is something else. */
export function usageOf(json: string): { whoRelied(path: string): string } | undefined {
  if (json === '') return undefined;
  const { until, days, used } = JSON.parse(json) as UsageFile;
  if (typeof until !== 'string' || typeof days !== 'number' || !Array.isArray(used))
    throw new Error('schema/published/usage.json is not what npm run usage -- export prints');
  const period = `in the ${days} days until ${until}`;
  return {
    /** `path` as a change names it: `Type.field.argument`, `Input.field`, `Enum.VALUE`. */
    whoRelied(path) {
      const whole = `${path.split('.', 1)[0]}.*`; // of an input or an enum nobody knows which part was meant
      const rows = used.filter(({ coordinate }) => coordinate === path || coordinate === whole);
      if (rows.length === 0) return `nobody relied on it ${period}`;
      const clients = new Map<string, number>();
      for (const { client, version, operations } of rows) {
        const name = version === '' ? client : `${client} ${version}`;
        clients.set(name, Math.max(clients.get(name) ?? 0, operations));
      }
      const largest = [...clients].sort((a, b) => b[1] - a[1]);
      const named = largest.slice(0, NAMED).map(([name, operations]) => `${name} (${operations} operations)`);
      const rest = largest.length > NAMED ? ` and ${largest.length - NAMED} others` : '';
      return `it breaks ${named.join(', ')}${rest}, who relied on it ${period}`;
    },
  };
}

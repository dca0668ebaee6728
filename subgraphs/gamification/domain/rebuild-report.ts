/** One derived table beside what a replay of the log found. */
interface Compared {
  readonly table: string;
  readonly rows: number;
  readonly replayed: number;
  readonly surplus: number;
  readonly missing: number;
  readonly examples: readonly { readonly in: 'table' | 'replay'; readonly row: unknown }[];
}

/** What an operator reads. Exit codes: 0 no difference, 1 a difference (also one that was put right). */
export function rebuildReport(rebuilt: {
  readonly facts: number;
  readonly tables: readonly Compared[];
  readonly written: boolean;
}): { code: number; text: string } {
  const width = Math.max(...rebuilt.tables.map(({ table }) => table.length));
  const lines = rebuilt.tables.flatMap((one) => [
    `  ${one.table.padEnd(width)}  ${one.rows} rows, ${one.replayed} replayed: ${verdict(one)}`,
    ...one.examples.map((example) => `      only in the ${example.in}: ${JSON.stringify(example.row)}`),
  ]);
  const differ = rebuilt.tables.filter((one) => !isSame(one)).length;
  const end = differ === 0 ? 'no difference' : `${differ} ${differ === 1 ? 'table differs' : 'tables differ'}`;
  const done = rebuilt.written ? '; the tables now hold what the log says' : '';
  return {
    code: differ === 0 ? 0 : 1,
    text: [`${rebuilt.facts} facts replayed`, ...lines, `${end}${done}`, ''].join('\n'),
  };
}

const isSame = (one: Compared): boolean => one.surplus + one.missing === 0;

const verdict = (one: Compared): string =>
  isSame(one) ? 'the same' : `${one.surplus} too many, ${one.missing} missing`;

import type { Sql } from './transact.ts';

type Steps<Results extends readonly unknown[]> = { [At in keyof Results]: () => Promise<Results[At]> };

/**
 * Runs statements in order that do not depend on each other's rows: in one round trip where the connection can do that, else one after the other.
 * After a failed one the rest fail too, as always in a transaction.
 */
export async function inOrder<Results extends readonly unknown[]>(
  sql: Sql,
  ...steps: Steps<Results>
): Promise<Results> {
  if (sql.pipelined) return (await Promise.all(steps.map((step) => step()))) as unknown as Results;
  const results: unknown[] = [];
  for (const step of steps) results.push(await step());
  return results as unknown as Results;
}

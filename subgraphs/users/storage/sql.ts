import type { EntityManager } from '@mikro-orm/postgresql';

/** Runs one statement with `?` placeholders and returns its rows: `tx.sql` of an action, or `readingSql(scope.em)` of a read. */
export type Sql = <Row extends object = Record<string, unknown>>(
  text: string,
  params?: readonly unknown[],
) => Promise<Row[]>;

/** Statements outside any transaction, for reads. */
export function readingSql(em: Pick<EntityManager, 'execute'>): Sql {
  return async <Row extends object>(text: string, params: readonly unknown[] = []) =>
    (await em.execute(text, [...params])) as unknown as Row[];
}

/** A PostgreSQL array literal, for `= any(?::uuid[])`: one parameter, however many values (also none). */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/(["\\])/g, '\\$1')}"`).join(',')}}`;
}

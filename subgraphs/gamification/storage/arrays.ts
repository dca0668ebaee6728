/** A PostgreSQL array literal, for `= any(?::uuid[])` and `unnest(?::text[])`: one parameter, however many values (also none). */
export function arrayLiteral(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : `"${String(value).replace(/(["\\])/g, '\\$1')}"`)).join(',')}}`;
}

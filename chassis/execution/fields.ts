import { runField, type Field } from './field.ts';
import type { Path } from './place.ts';
import { allOf } from './promises.ts';
import type { Run } from './run.ts';

type Values = Record<string, unknown>;

/** All fields of one object at once. Throws, or rejects, when one of them may not be null and is. */
export function runFields(
  run: Run,
  fields: readonly Field[],
  source: unknown,
  path: Path | undefined,
): Values | Promise<Values> {
  const values = emptyFor(fields);
  let waiting: string[] | undefined;
  try {
    for (const field of fields) {
      const value = runField(run, field, source, path);
      values[field.key] = value;
      if (value instanceof Promise) (waiting ??= []).push(field.key);
    }
  } catch (fault) {
    if (waiting) return allOf(Object.values(values), fault);
    throw fault;
  }
  return waiting ? filled(values, waiting) : values;
}

/** One after the other: the root of a mutation. */
export async function runFieldsInTurn(run: Run, fields: readonly Field[], source: unknown): Promise<Values> {
  const values = emptyFor(fields);
  for (const field of fields) {
    const value = runField(run, field, source, undefined);
    values[field.key] = value instanceof Promise ? await value : value;
  }
  return values;
}

/** The keys keep the order in which they were asked for. */
function filled(values: Values, waiting: readonly string[]): Promise<Values> {
  if (waiting.length === 1) {
    const [key] = waiting as [string];
    return (values[key] as Promise<unknown>).then((value) => {
      values[key] = value;
      return values;
    });
  }
  return Promise.all(waiting.map((key) => values[key])).then((settled) => {
    for (let index = 0; index < settled.length; index++) values[waiting[index]!] = settled[index];
    return values;
  });
}

/** A plain object is much faster than one without a prototype; where a client names a field `__proto__` it has to be the latter. */
function emptyFor(fields: readonly Field[]): Values {
  for (const { key } of fields) if (key === '__proto__') return Object.create(null) as Values;
  return {};
}

/** One field of the operation, as far as it can be counted in an answer. */
export interface CountedField {
  readonly key: string;
  readonly weight: number;
  readonly children: readonly CountedSelection[];
}

/** A field that an object has when it is one of these types; of every type when there is no list. */
export interface CountedSelection {
  readonly types: ReadonlySet<string> | undefined;
  readonly field: CountedField;
}

/** Adds up what an answer holds: each object once, each list by its length. Only what costs something is walked to. */
export function countActual(selections: readonly CountedSelection[], data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  let cost = 0;
  const typename: unknown = (data as Record<string, unknown>)['__typename'];
  for (const { types, field } of selections) {
    if (types !== undefined && typeof typename === 'string' && !types.has(typename)) continue;
    const value = (data as Record<string, unknown>)[field.key];
    if (value !== undefined) cost += countField(field.weight, field.children, value); // not there: skipped, or of another type
  }
  return cost;
}

function countField(weight: number, children: readonly CountedSelection[], value: unknown): number {
  if (value === null) return weight; // it was asked for, and answered with nothing
  if (!Array.isArray(value)) return weight + countActual(children, value);
  let cost = 0;
  for (const item of value) cost += countField(weight, children, item);
  return cost;
}

/** What stands under one key is one field, however often it is written. */
export function merged(selections: readonly CountedSelection[]): CountedSelection[] {
  const byKey = new Map<string, CountedSelection>();
  for (const one of selections) {
    const id = `${one.field.key} ${one.types ? [...one.types].join() : ''}`;
    const same = byKey.get(id);
    const field = same
      ? { ...same.field, children: merged([...same.field.children, ...one.field.children]) }
      : one.field;
    byKey.set(id, { types: one.types, field });
  }
  return [...byKey.values()];
}

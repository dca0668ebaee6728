/**
 * Throws when a value would not survive JSON: in one process a Date or a bigint would reach the client as it is, over HTTP as something
 * else. Development and tests ask this of every answer, so that both topologies stay the same.
 */
export function assertJson(value: unknown, path = 'data'): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (Array.isArray(value)) return value.forEach((item, index) => assertJson(item, `${path}.${index}`));
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${path} is ${describe(value)}, which is no JSON value`);
  }
  for (const [key, item] of Object.entries(value as object)) assertJson(item, `${path}.${key}`);
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? `a ${value.constructor.name}`
    : `${typeof value} ${String(value)}`;
}

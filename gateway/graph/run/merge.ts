import { isBranch, type Branch } from '../branch.ts';

/** Writes `source` into `target`, object by object; lists of equal length element by element; everything else is replaced. */
export function mergeInto(target: Branch, source: Branch): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const current = Object.hasOwn(target, key) ? target[key] : undefined;
    if (current === value && current !== undefined) continue;
    if (isBranch(current) && isBranch(value)) mergeInto(current, value);
    else if (Array.isArray(current) && Array.isArray(value) && current.length === value.length)
      mergeList(current, value);
    else define(target, key, value);
  }
}

function mergeList(target: unknown[], source: readonly unknown[]): void {
  for (let i = 0; i < source.length; i++) {
    const current = target[i];
    const value = source[i];
    if (isBranch(current) && isBranch(value)) {
      if (current !== value) mergeInto(current, value);
    } else if (Array.isArray(current) && Array.isArray(value) && current.length === value.length)
      mergeList(current, value);
    else target[i] = value;
  }
}

/** `__proto__` is a legal alias; a plain assignment would change the prototype instead of adding a key. */
function define(target: Branch, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

export function clone<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(clone) as T;
  const copy: Branch = {};
  for (const key of Object.keys(value)) define(copy, key, clone((value as Branch)[key]));
  return copy as T;
}

/** Calls `visit` for every non-null object at `path`; '@' stands for every element of a list. */
export function eachAt(value: unknown, path: readonly string[], from: number, visit: (target: Branch) => void): void {
  let here = value;
  for (let i = from; i < path.length; i++) {
    if (here === null || here === undefined) return;
    const part = path[i]!;
    if (Array.isArray(here)) {
      const next = part === '@' ? i + 1 : i;
      for (const element of here) eachAt(element, path, next, visit);
      return;
    }
    if (part === '@') continue;
    here = Object.hasOwn(here as Branch, part) ? (here as Branch)[part] : undefined;
  }
  if (here === null || here === undefined) return;
  if (Array.isArray(here)) for (const element of here) eachAt(element, path, path.length, visit);
  else if (typeof here === 'object') visit(here as Branch);
}

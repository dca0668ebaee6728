import { isBranch, type Branch } from '../branch.ts';
import type { Step } from '../plan/plan.ts';

export type Place = readonly (string | number)[];

/** Calls `visit` for every object that a step is for, with where it is in the response, until that says false. */
export function walkTo(
  { path, only }: Pick<Step, 'path' | 'only'>,
  data: Branch,
  visit: (target: Branch, place: Place) => boolean,
): void {
  const walk = (value: unknown, index: number, depth: number, left: typeof only, at: Place): boolean => {
    if (Array.isArray(value)) return value.every((element, i) => walk(element, index, depth, left, [...at, i]));
    if (!isBranch(value)) return true;
    const typename = value['__typename'];
    const on = typeof typename === 'string' ? left?.filter((trail) => !trail[depth]!.has(typename)) : left;
    if (on?.length === 0) return true;
    const next = path.findIndex((part, i) => i >= index && part !== '@');
    if (next < 0) return visit(value, at);
    const key = path[next]!;
    return !Object.hasOwn(value, key) || walk(value[key], next + 1, depth + 1, on, [...at, key]);
  };
  walk(data, 0, 0, only, []);
}

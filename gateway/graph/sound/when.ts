import { Kind, type SelectionNode } from 'graphql';

/** Values of variables in @skip and @include under which something is there; empty for what is always there. */
export type When = ReadonlyMap<string, boolean>;

/** More variables than this are not tried in all their values. */
const MAX_VARIABLES = 8;
/** More ways than these are taken for what they have in common, which is the stricter question. */
const MAX_WAYS = 32;

/** The narrower condition inside a selection; undefined for what is never there. */
export function narrowed(when: When, selection: SelectionNode): When | undefined {
  let narrow = when;
  for (const { name, arguments: given } of selection.directives ?? []) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const value = given?.[0]?.value;
    const wanted = name.value === 'include';
    if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return undefined;
    if (value?.kind !== Kind.VARIABLE) continue;
    const known = narrow.get(value.name.value);
    if (known !== undefined && known !== wanted) return undefined;
    narrow = new Map(narrow).set(value.name.value, wanted);
  }
  return narrow;
}

/** The condition of the one field that stands in these fragments; undefined when it is never there. */
export function whenOf(selection: SelectionNode, outer: When = new Map()): When | undefined {
  const when = narrowed(outer, selection);
  const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet.selections[0] : undefined;
  return when && inner ? whenOf(inner, when) : when;
}

export function textOf(when: When): string {
  return [...when]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join();
}

/** Both at once; undefined when they exclude each other. */
export function both(one: When, other: When): When | undefined {
  if ([...other].some(([name, value]) => one.has(name) && one.get(name) !== value)) return undefined;
  return new Map([...one, ...other]);
}

/** One of `ones` and one of `others`: every way in which that can be. */
export function eachOfBoth(ones: readonly When[], others: readonly When[]): readonly When[] {
  const ways = distinct(ones.flatMap((one) => others.flatMap((other) => both(one, other) ?? [])));
  return ways.length > MAX_WAYS ? [common(ways)] : ways;
}

export function distinct(whens: readonly When[]): readonly When[] {
  return [...new Map(whens.map((when) => [textOf(when), when])).values()];
}

/** What holds in all of them. */
export function common(whens: readonly When[]): When {
  const [first, ...others] = whens;
  return new Map([...(first ?? [])].filter(([name, value]) => others.every((when) => when.get(name) === value)));
}

/** Whether one of them is there whenever `need` is. */
export function covered(need: When, whens: readonly When[]): boolean {
  const open = whens.map((when) => [...when].filter(([name, value]) => need.get(name) !== value));
  if (open.some((conditions) => conditions.length === 0)) return true;
  const names = [...new Set(open.flatMap((conditions) => conditions.map(([name]) => name)))];
  const free = names.filter((name) => !need.has(name));
  if (free.length > MAX_VARIABLES) return false;
  for (let bits = 0; bits < 1 << free.length; bits++) {
    const holds = ([name, value]: readonly [string, boolean]): boolean =>
      need.has(name) ? need.get(name) === value : Boolean(bits & (1 << free.indexOf(name))) === value;
    if (!open.some((conditions) => conditions.every(holds))) return false;
  }
  return true;
}

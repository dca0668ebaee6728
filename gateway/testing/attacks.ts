import type { Opened } from './opened.ts';

const nest = (levels: number, width: number): string => {
  const spreads = (level: number) => Array.from({ length: width }, (_, i) => `a${level}_${i}: level ...F${level + 1}`);
  const fragments = Array.from({ length: levels }, (_, i) => `fragment F${i} on User { ${spreads(i).join(' ')} }`);
  return `{ me { ...F0 } } ${fragments.join(' ')} fragment F${levels} on User { id }`;
};

/** Documents and bodies that want to cost much: what each is called, what is sent, the status and code of its refusal. */
export const ATTACKS: readonly (readonly [name: string, body: string, status: number, code: string])[] = [
  ['a nest of fragments, 2^40 wide', query(nest(40, 2)), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a nest of fragments, 3^20 wide', query(nest(20, 3)), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a cycle of fragments', query('{me{...A}} fragment A on User{...B} fragment B on User{...A}'), 400, 'GRAPHQL_VALIDATION_FAILED'], // prettier-ignore
  ['ten thousand aliases', query(`{${'a:__typename '.repeat(10_000)}}`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['sixteen aliases of __typename', query(`{${Array.from({ length: 16 }, (_, i) => `a${i}:__typename`).join(' ')}}`), 400, 'GRAPHQL_VALIDATION_FAILED'], // prettier-ignore
  ['eleven root fields', query(`{${'open{title} '.repeat(11)}}`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['two thousand directives', query(`{open ${'@a '.repeat(1_990)}{title}}`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['five thousand levels of brackets', query(`{me${'{a'.repeat(5_000)}`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a comment of 200 KB', query(`#${'x'.repeat(200_000)}\n{open{`), 400, 'GRAPHQL_PARSE_FAILED'],
  ['a page of two billion rows', query('{history(first:2000000000){edges{node{points}}}}'), 400, 'GRAPHQL_VALIDATION_FAILED'], // prettier-ignore
  ['variables nested 60,000 deep', `{"query":"{open{title}}","variables":{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}}`, 400, 'BAD_REQUEST'], // prettier-ignore
  ['a batch of a thousand', `[${Array.from({ length: 1_000 }, () => '{"query":"{open{title}}"}').join()}]`, 400, 'BAD_REQUEST'], // prettier-ignore
  ['a body beyond 256 KiB', query(' '.repeat(300_000)), 413, 'PAYLOAD_TOO_LARGE'],
  ['a hash of nothing', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"' + 'a'.repeat(64) + '"}}}', 400, 'PERSISTED_QUERY_NOT_FOUND'], // prettier-ignore
];

function query(text: string): string {
  return JSON.stringify({ query: text });
}

export function attack(at: Opened, body: string) {
  return at.request('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

/** Asks for life as often as it is answered, until it is told to stop; how long each answer took, in ms. */
export function probe(at: Opened): () => Promise<number[]> {
  const times: number[] = [];
  let over = false;
  const asking = (async () => {
    while (!over) {
      const began = performance.now();
      const { status } = await at.request('/health/live');
      if (status !== 200) throw new Error(`no life: ${status}`);
      times.push(performance.now() - began);
    }
  })();
  return async () => {
    over = true;
    await asking;
    return times;
  };
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readIfThere } from '../artifacts.ts';
import type { Finding } from '../lint/finding.ts';
import { UNCLASSIFIED, type AccessMatrix } from './matrix.ts';

export const FIELDS = 'schema/access/fields.yaml';
export const IDS = 'schema/access/ids.yaml';

const FIELDS_HEAD = `# Who may ask for each field: who passes the door [by which directives] | subgraph: the rule behind it.
# Checked against the supergraph, the gateway's own rules and the access tables of the subgraphs. After a change that you meant:
# npm run schema:access, and read the diff as what it is: somebody may now see more, or less.
`;
const IDS_HEAD = `# What happens when a client names somebody else's thing. One line per id that an operation takes; a new one appears here as
# ${UNCLASSIFIED} (npm run schema:access) and fails the build until a person has said which it is:
#   own       answers exactly like an unknown id (tests/architecture/foreign-ids.db.test.ts tries each)
#   public    anybody may name it: what is shown is decided per field
#   granted   needs a permission, which schema/access/fields.yaml names
#   self      names the asker's own thing by construction (a cursor, an idempotency key)
#   internal  only the gateway calls it
`;
export const ID_KINDS = ['own', 'public', 'granted', 'self', 'internal'];

/** The checked-in table of fields: coordinate -> who may ask. */
export type FieldTable = ReadonlyMap<string, string>;

/** What the checked-in table of fields says otherwise than the code. */
export function fieldFindings(written: FieldTable, matrix: AccessMatrix): Finding[] {
  const say = (where: string, message: string): Finding => ({ check: 'access', where, message });
  const wrong = [...matrix].flatMap(([field, is]) => {
    if (is.includes(UNCLASSIFIED)) return [say(field, `has no rule in the access table of its subgraph: ${is}`)];
    const was = written.get(field);
    if (was === undefined) return [say(field, `is not in ${FIELDS}: ${is}`)];
    return was === is ? [] : [say(field, `is "${is}", but ${FIELDS} says "${was}"`)];
  });
  const gone = [...written.keys()].filter((field) => !matrix.has(field));
  return [...wrong, ...gone.map((field) => say(field, `is in ${FIELDS}, but not in the graph`))];
}

/** Ids that nobody classified, and classified ones that are gone. */
export function idFindings(table: string, ids: readonly string[]): Finding[] {
  const say = (where: string, message: string): Finding => ({ check: 'ids', where, message });
  const written = (parse(table) as Record<string, string> | null) ?? {};
  const open = ids.filter((id) => !ID_KINDS.includes(written[id] ?? ''));
  return [
    ...open.map((id) => say(id, `takes an id: say in ${IDS} whether it is ${ID_KINDS.join(', ')}`)),
    ...Object.keys(written)
      .filter((id) => !ids.includes(id))
      .map((id) => say(id, `is in ${IDS}, but not in the graph`)),
  ];
}

/** Rewrites both tables from the graph; what was classified stays, what is new is UNCLASSIFIED. */
export function writeTables(root: string, matrix: AccessMatrix, ids: readonly string[]): void {
  const nested: Record<string, Record<string, string>> = {};
  for (const [coordinate, cell] of matrix) {
    const [type, field] = coordinate.split('.') as [string, string];
    (nested[type] ??= {})[field] = cell;
  }
  const written = (parse(readIfThere(join(root, IDS))) as Record<string, string> | null) ?? {};
  mkdirSync(dirname(join(root, FIELDS)), { recursive: true });
  writeFileSync(join(root, FIELDS), FIELDS_HEAD + stringify(nested, { lineWidth: 0 }));
  const rows = Object.fromEntries(ids.map((id) => [id, written[id] ?? UNCLASSIFIED]));
  writeFileSync(join(root, IDS), IDS_HEAD + (ids.length ? stringify(rows, { lineWidth: 0 }) : ''));
}

export function fieldTable(table: string): FieldTable {
  const nested = (parse(table) as Record<string, Record<string, string>> | null) ?? {};
  return new Map(
    Object.entries(nested).flatMap(([type, fields]) =>
      Object.entries(fields).map(([field, cell]) => [`${type}.${field}`, cell] as const),
    ),
  );
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { artifactsOf, writeArtifacts, type Artifacts } from './artifacts.ts';
import { SEED_GRANTS } from '#subgraphs/users/domain/permission';
import { idArguments } from './access/id-arguments.ts';
import { accessMatrix } from './access/matrix.ts';
import { FIELDS, IDS, writeTables } from './access/tables.ts';
import { checkAccess, checkSchema } from './check.ts';
import { describeAll } from './describe-all.ts';
import { businessesToCome } from './to-come.ts';

const NOTHING_ACKNOWLEDGED =
  '# Breaking changes since the last publication that somebody decided to make:\n# - { path: User.nickname, type: FIELD_REMOVED, reason: "..." }\n[]\n';

const [command = 'check'] = process.argv.slice(2);
const root = process.cwd();

const descriptions = await describeAll(root);
const artifacts = artifactsOf(root, descriptions, await businessesToCome(root));
if ('errors' in artifacts) {
  fail(artifacts.errors.map((error) => `composition: ${error}`));
} else if (command === 'write') {
  writeArtifacts(root, artifacts);
  console.log(`schema: wrote ${[...artifacts.files.keys()].join(', ')}`);
} else if (command === 'publish') {
  publish(artifacts);
} else if (command === 'access') {
  const matrix = await accessMatrix(parse(artifacts.supergraph), descriptions, SEED_GRANTS);
  writeTables(root, matrix, idArguments(artifacts.supergraph));
  console.log(`schema: wrote ${FIELDS}, ${IDS}`);
} else if (command === 'check') {
  const findings = [
    ...(await checkSchema(root, artifacts)),
    ...(await checkAccess(root, artifacts.supergraph, descriptions)),
  ];
  if (findings.length > 0) fail(findings.map(({ check, where, message }) => `${check}: ${where} ${message}`));
  else console.log(`schema: ${artifacts.subgraphs.length} subgraphs compose, nothing drifted, broke or lacks a word`);
} else {
  fail([`schema: write, access, check or publish, not "${command}"`]);
}

/** The API as clients know it from now on; the acknowledgements are spent. */
function publish({ api }: Artifacts): void {
  mkdirSync(join(root, 'schema/published'), { recursive: true });
  writeFileSync(join(root, 'schema/published/api.graphql'), api);
  writeFileSync(join(root, 'schema/published/acknowledged.yaml'), NOTHING_ACKNOWLEDGED);
  console.log('schema: published schema/published/api.graphql');
}

function fail(lines: readonly string[]): void {
  console.error(lines.join('\n'));
  process.exitCode = 1;
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { SEED_GRANTS } from '#subgraphs/users/domain/permission';
import { drift, readIfThere, type Artifacts } from './artifacts.ts';
import { idArguments } from './access/id-arguments.ts';
import { accessMatrix, type Rooms } from './access/matrix.ts';
import { fieldFindings, FIELDS, fieldTable, idFindings, IDS } from './access/tables.ts';
import { breakingChanges } from './breaking.ts';
import { missingLines } from './completeness.ts';
import type { Finding } from './lint/finding.ts';
import { lintSchema } from './lint/lint.ts';
import { unplannableChains } from './lint/requires-chains.ts';
import { viewerDependence } from './lint/viewer-independence.ts';
import { invalidOperations } from './operations.ts';
import { typedOperationsDrift } from './typed-operations.ts';

/** Everything that `npm run schema:check` finds wrong; an empty list is a good schema. */
export async function checkSchema(root: string, artifacts: Artifacts): Promise<Finding[]> {
  return [
    ...missingLines(root),
    ...drift(root, artifacts),
    ...lintSchema(artifacts.subgraphs, artifacts.api),
    ...(await unplannableChains(artifacts.supergraph)),
    ...(await sincePublished(root, artifacts.api)),
    ...invalidOperations(artifacts.api, operationsIn(root)),
    ...(await typedOperationsDrift(root)),
  ];
}

/** Everything wrong with the two tables of access, schema/access/, and with what promises to be the same for everybody. */
export async function checkAccess(root: string, supergraph: string, rooms: readonly Rooms[]): Promise<Finding[]> {
  return [
    ...fieldFindings(
      fieldTable(readIfThere(join(root, FIELDS))),
      await accessMatrix(parse(supergraph), rooms, SEED_GRANTS),
    ),
    ...idFindings(readIfThere(join(root, IDS)), idArguments(supergraph)),
    ...viewerDependence(rooms),
  ];
}

async function sincePublished(root: string, api: string): Promise<Finding[]> {
  const published = readIfThere(join(root, 'schema/published/api.graphql'));
  if (!published)
    return [
      {
        check: 'breaking',
        where: 'schema/published/api.graphql',
        message: 'is missing: run npm run schema:publish once',
      },
    ];
  return breakingChanges(
    published,
    api,
    readIfThere(join(root, 'schema/published/acknowledged.yaml')),
    readIfThere(join(root, 'schema/published/usage.json')),
  );
}

function operationsIn(root: string): { path: string; text: string }[] {
  const folder = join(root, 'schema/operations');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => ({ path: `schema/operations/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
}

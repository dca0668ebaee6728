import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { parse } from 'yaml';
import { usageOf } from './usage.ts';
import type { Finding } from './lint/finding.ts';

/** One breaking change that somebody has decided to make: `path` and `type` as the finding names them, and why. */
interface Acknowledgement {
  path?: unknown;
  type?: unknown;
  reason?: unknown;
}

/** Breaking changes of the API since it was last published that schema/published/acknowledged.yaml does not give a reason for. */
export async function breakingChanges(
  published: string,
  current: string,
  acknowledgedYaml: string,
  usageJson = '',
): Promise<Finding[]> {
  const acknowledged = (parse(acknowledgedYaml) as Acknowledgement[] | null) ?? [];
  const usage = usageOf(usageJson);
  const findings: Finding[] = [];
  const used = new Set<Acknowledgement>();
  for (const change of await diff(buildSchema(published), buildSchema(current))) {
    if (change.criticality.level !== CriticalityLevel.Breaking) continue;
    const path = change.path ?? '';
    const note = acknowledged.find((each) => each.path === path && each.type === change.type);
    if (note) used.add(note);
    if (typeof note?.reason === 'string' && note.reason.trim().length >= 10) continue;
    const how = `acknowledge it with a reason in schema/published/acknowledged.yaml: { path: ${path}, type: ${change.type}, reason: ... }`;
    const whom = usage ? `; ${usage.whoRelied(path)}` : '';
    findings.push({ check: 'breaking', where: path, message: `${change.message}${whom}; ${how}` });
  }
  for (const note of acknowledged.filter((each) => !used.has(each))) {
    const where = String(note.path);
    findings.push({
      check: 'breaking',
      where,
      message: 'is acknowledged but does not change: remove the line from acknowledged.yaml',
    });
  }
  return findings;
}

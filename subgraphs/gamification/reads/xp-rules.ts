import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { readRuleVersions, type XpRuleVersion } from '../storage/rules.store.ts';

const MOST_VERSIONS = 100;

/** The rules that are in force now; of one activity every version, newest first. */
export async function xpRules(scope: Scope, activity: string | null): Promise<XpRuleVersion[]> {
  const versions = await readRuleVersions(sqlOf(scope.em), activity === null ? null : [activity]);
  if (activity !== null) return versions.slice(0, MOST_VERSIONS);
  const now = scope.clock.now();
  const inForce = new Map<string, XpRuleVersion>();
  for (const version of versions) {
    if (version.validFrom <= now && !inForce.has(version.activity)) inForce.set(version.activity, version);
  }
  return [...inForce.values()];
}

export async function ruleVersion(scope: Scope, activity: string, version: number): Promise<XpRuleVersion | null> {
  const versions = await readRuleVersions(sqlOf(scope.em), [activity]);
  return versions.find((one) => one.version === version) ?? null;
}

import { GraphQLError, parse } from 'graphql';
import { planningHere } from '#gateway/graph/planning/planning';
import { Plans } from '#gateway/graph/plan/plans';
import { snapshotOf } from '#gateway/graph/snapshot';
import { Chains } from '#gateway/graph/sound/requires-chains';
import { PLAN_UNSOUND } from '#gateway/graph/sound/sound-plan';
import type { Finding } from './finding.ts';
import { WaysTo } from './ways-to.ts';

/**
 * Fields of `@requires` chains that the door would refuse with PLAN_UNSOUND: each is planned and judged as the door does it, alone and with
 * its type's others, from every field that leads to its type. Composition accepts such chains, and the planner loses its way in them.
 */
export async function unplannableChains(supergraph: string): Promise<Finding[]> {
  const links = new Chains(parse(supergraph, { noLocation: true })).links();
  if (links.length === 0) return []; // no planner is made for nothing
  const snapshot = snapshotOf(supergraph);
  const plans = new Plans(snapshot, planningHere(snapshot));
  const ways = new WaysTo(snapshot.apiSchema);
  const refusals = async (type: string, fields: readonly string[]): Promise<Finding[]> => {
    const refused = await firstRefused(plans, ways.operations(type, fields));
    return refused === undefined ? [] : [finding(type, fields, refused)];
  };
  const findings: Finding[] = [];
  for (const { type, fields } of byType(links)) {
    const alone: Finding[] = [];
    for (const field of fields) alone.push(...(await refusals(type, [field])));
    findings.push(...(alone.length > 0 ? alone : await refusals(type, fields)));
  }
  return findings;
}

function byType(
  links: readonly { readonly type: string; readonly field: string }[],
): { readonly type: string; readonly fields: readonly string[] }[] {
  const types = [...new Set(links.map(({ type }) => type))];
  return types.map((type) => ({
    type,
    fields: [...new Set(links.filter((each) => each.type === type).map(({ field }) => field))],
  }));
}

async function firstRefused(plans: Plans, operations: readonly string[]): Promise<string | undefined> {
  for (const text of operations) {
    try {
      await plans.prepared(parse(text, { noLocation: true }), undefined, text);
    } catch (error) {
      if (error instanceof GraphQLError && error.extensions['code'] === PLAN_UNSOUND) return text;
      throw error;
    }
  }
  return undefined;
}

function finding(type: string, fields: readonly string[], operation: string): Finding {
  return {
    check: 'requires-chain',
    where: `supergraph ${fields.map((field) => `${type}.${field}`).join(', ')}`,
    message: `needs, through @requires, what no plan brings in time: \`${operation}\` is refused with ${PLAN_UNSOUND}; require what has no @requires of its own`,
  };
}

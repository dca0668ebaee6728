import { decimalOf, unitsOf } from '#kernel/buz';
import { isRefusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import type { RuleKind } from '../domain/economy-rule.ts';
import { refuseChange, type RuleChange } from '../domain/rule-change.ts';
import { readSurroundings } from '../storage/economy-rules.store.ts';
import type { ActKind } from './act-kind.ts';
import { administer } from './administer.ts';
import { proposeAct } from './propose-act.ts';
import { scheduleRule } from './schedule-rule.ts';

/** A change as it is kept until somebody else decides: JSON. */
type Proposed = {
  readonly kind: RuleKind;
  readonly code: string;
  /** BUZ as a decimal string. */
  readonly amount: string;
  /** ISO 8601. */
  readonly effectiveFrom: string;
  readonly effectiveUntil: string | null;
  readonly category: string | null;
  readonly claimDays: number | null;
};

/** A new version of a price, a reward or the daily emission, by two administrators. */
export const ruleChangeAct: ActKind<Proposed> = {
  kind: 'RULE_CHANGE',
  permission: 'buz.admin',
  async execute(tx, { id, body, reason, proposerId, approverId }, now) {
    const by = { kind: 'FOUR_EYES', id, proposedBy: proposerId, approvedBy: approverId } as const;
    const rule = await scheduleRule(tx, body.kind, changeOf(body, reason), by, now);
    return isRefusal(rule) ? rule : { subjectId: rule.id };
  },
};

export interface ProposeRule extends Omit<RuleChange, 'because' | 'effectiveFrom'> {
  readonly kind: RuleKind;
  /** From the approval on, when absent. */
  readonly effectiveFrom?: Date | null;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Proposes a version; what stands against it now is said at once, and asked again when somebody else approves. */
export async function proposeRuleChange(
  scope: Scope,
  input: ProposeRule,
): Promise<{ readonly actId: string } | Refusal> {
  const now = scope.clock.now();
  const body = proposedOf(input, now);
  const { reason, idempotencyKey } = input;
  // what the client sent, not what the clock made of it: the same question has the same body later
  const asked = {
    ...body,
    claimDays: input.claimDays?.toString() ?? null,
    effectiveFrom: input.effectiveFrom?.toISOString() ?? null,
  };
  return administer(scope, 'proposeRuleChange', 'buz.admin', { ...asked, reason, idempotencyKey }, async (by) => {
    const around = await readSurroundings(by.tx.sql, body.kind, body.code, now);
    const refused = refuseChange(body.kind, changeOf(body, reason), around, now);
    if (refused) return refused;
    const from = input.effectiveFrom ? `from ${body.effectiveFrom} on` : 'from the approval on';
    const summary = `${body.kind} ${body.code}: ${body.amount} BUZ ${from}`;
    return { actId: await proposeAct(by, ruleChangeAct, { body, summary, reason }, now) };
  });
}

function proposedOf(input: ProposeRule, now: Date): Proposed {
  return {
    kind: input.kind,
    code: input.code,
    amount: decimalOf(input.amount),
    effectiveFrom: (input.effectiveFrom ?? now).toISOString(),
    effectiveUntil: input.effectiveUntil?.toISOString() ?? null,
    category: input.category ?? null,
    claimDays: input.claimDays ?? null,
  };
}

function changeOf(
  { code, amount, effectiveFrom, effectiveUntil, category, claimDays }: Proposed,
  because: string,
): RuleChange {
  return {
    ...{ code, because, category },
    amount: unitsOf(amount)!,
    effectiveFrom: new Date(effectiveFrom),
    effectiveUntil: effectiveUntil === null ? null : new Date(effectiveUntil),
    ...(claimDays !== null && { claimDays }),
  };
}

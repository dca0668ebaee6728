import { decimalOf } from '#kernel/buz';
import type { Refusal } from '#kernel/refusal';
import type { Transaction } from '#chassis/mount/scope';
import type { EconomyRule, RuleKind } from '../domain/economy-rule.ts';
import { refuseChange, startOf, type DecidedBy, type RuleChange } from '../domain/rule-change.ts';
import { ruleScheduled } from '../published/economy.events.ts';
import { insertVersion, readDecided, readSurroundings } from '../storage/economy-rules.store.ts';

/** A price, by a proposal that was passed or by two administrators: nobody else changes one. As `scheduleRule`. */
export async function schedulePriceChange(
  tx: Transaction,
  change: RuleChange,
  by: DecidedBy,
  now: Date,
): Promise<EconomyRule | Refusal> {
  return scheduleRule(tx, 'PRICE', change, by, now);
}

/** Adds a version in the caller's transaction and tells it. The same decision again answers the version that it made. */
export async function scheduleRule(
  tx: Transaction,
  kind: RuleKind,
  change: RuleChange,
  by: DecidedBy,
  now: Date,
): Promise<EconomyRule | Refusal> {
  const made = await readDecided(tx.sql, by.id);
  if (made) return made;
  const around = await readSurroundings(tx.sql, kind, change.code, now);
  const refused = refuseChange(kind, change, around, now);
  if (refused) return refused;
  const latest = around.versions.at(-1);
  const rule = await insertVersion(tx.sql, {
    kind,
    code: change.code,
    amount: change.amount,
    category: change.category ?? latest!.category,
    claimDays: change.claimDays === undefined ? (latest?.claimDays ?? null) : change.claimDays,
    effectiveFrom: startOf(change, now),
    effectiveUntil: change.effectiveUntil ?? null,
    because: change.because,
    origin: by.kind,
    decisionId: by.id,
    proposedBy: by.kind === 'FOUR_EYES' ? by.proposedBy : null,
    approvedBy: by.kind === 'FOUR_EYES' ? by.approvedBy : null,
  });
  // a parallel twin of this decision was first
  if (!rule) return (await readDecided(tx.sql, by.id))!;
  await tx.tell(ruleScheduled, rule.id, {
    ruleId: rule.id,
    kind,
    code: rule.code,
    version: rule.version,
    amount: decimalOf(rule.amount),
    effectiveFrom: rule.effectiveFrom.toISOString(),
    origin: by.kind,
  });
  return rule;
}

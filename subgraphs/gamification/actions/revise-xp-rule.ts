import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { decideRuleChange, type RuleChange } from '../domain/rule-change.ts';
import { xpRuleRevised } from '../published/catalogue.events.ts';
import { insertRuleVersion, lockRule, readLadder, readRuleVersions } from '../storage/rules.store.ts';
import { recordAct } from './record-act.ts';

export interface RuleRevised {
  readonly activity: string;
  readonly version: number;
}

/** Adds a version to a rule; awards of what happened before it keep the version that was in force. */
export async function reviseXpRule(
  scope: Scope,
  input: RuleChange & { readonly idempotencyKey: string },
): Promise<RuleRevised | Refusal> {
  const { idempotencyKey: key, ...change } = input;
  const actorId = scope.caller.userId!;
  return scope.transact((tx) =>
    answerOnce(tx.sql, { actorId, key, operation: 'reviseXpRule', body: { ...change } }, async () => {
      if (!(await lockRule(tx.sql, change.activity))) return refusal('NotFound', 'There is no such activity.');
      const [last] = await readRuleVersions(tx.sql, [change.activity]);
      const now = scope.clock.now();
      const decided = decideRuleChange(change, last!.validFrom, await readLadder(tx.sql), now);
      if (isRefusal(decided)) return decided;
      const version = last!.version + 1;
      await insertRuleVersion(tx.sql, {
        activity: change.activity,
        version,
        xp: change.xp,
        dailyCap: change.dailyCap ?? null,
        lifetimeCap: change.lifetimeCap ?? null,
        cooldownSeconds: change.cooldownSeconds ?? null,
        diminishingBp: change.diminishingBp ?? [],
        condition: change.condition ?? {},
        validFrom: decided.validFrom,
        madeById: actorId,
        madeAt: now,
        reason: change.reason,
      });
      await recordAct(tx, now, { act: 'revise-rule', actorId, reason: change.reason, detail: { ...change, version } });
      const { activity, xp } = change;
      const validFrom = decided.validFrom.toISOString();
      await tx.tell(xpRuleRevised, activity, { activity, version, xp, validFrom });
      return { activity, version };
    }),
  );
}

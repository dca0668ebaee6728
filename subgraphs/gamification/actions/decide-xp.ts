import { isId } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import type { Scope } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import { ADMIN_AWARD, ADMIN_REVOKE } from '../domain/decision.ts';
import { derivedId } from '../domain/fact.ts';
import { findEntryBySource, playerExists } from '../storage/players.store.ts';
import { hearFacts } from './hear-fact.ts';
import { recordAct } from './record-act.ts';

export interface XpDecision {
  readonly userId: string;
  /** 1 to 100,000. */
  readonly amount: number;
  readonly reason: string;
  readonly idempotencyKey: string;
}

export interface XpDecided {
  readonly userId: string;
  readonly entryId: string;
  /** By how much the XP changed: a revocation takes no more than there is. */
  readonly changedBy: number;
}

/** Gives XP that no rule gives. Unmultiplied, with the reason in the player's own history. */
export function giveXp(scope: Scope, input: XpDecision): Promise<XpDecided | Refusal> {
  return decide(scope, input, ADMIN_AWARD, 'award-xp');
}

/** Takes XP by a compensating line. XP stays at or above 0: what the player does not have is not taken, and not owed. */
export function revokeXp(scope: Scope, input: XpDecision): Promise<XpDecided | Refusal> {
  return decide(scope, input, ADMIN_REVOKE, 'revoke-xp');
}

async function decide(scope: Scope, input: XpDecision, kind: string, act: string): Promise<XpDecided | Refusal> {
  const actorId = scope.caller.userId!;
  const { idempotencyKey: key, userId, amount, reason } = input;
  if (userId === actorId) return refusal('Forbidden', 'Nobody decides about their own XP.');
  return scope.transact((tx) =>
    answerOnce<XpDecided>(tx.sql, { actorId, key, operation: act, body: { userId, amount, reason } }, async () => {
      if (!isId(userId) || !(await playerExists(tx.sql, userId)))
        return refusal('NotFound', 'There is no such player.');
      const now = scope.clock.now();
      const sourceEventId = derivedId(act, actorId, key);
      await hearFacts(tx, now, [{ userId, kind, sourceEventId, happenedAt: now, detail: { amount, reason } }]);
      const entry = await findEntryBySource(tx.sql, userId, kind, sourceEventId);
      await recordAct(tx, now, {
        act,
        actorId,
        subjectId: userId,
        reason,
        detail: { amount, changedBy: entry.amount },
      });
      return { userId, entryId: entry.id, changedBy: entry.amount };
    }),
  );
}

import type { Transaction } from '#chassis/mount/scope';
import { newId } from '#kernel/id';

export interface Act {
  /** What was done: award-xp, revoke-xp, revise-rule, review-suspicion, rebuild, create-badge, retire-quest ... */
  readonly act: string;
  /** Who did it at a console; an administrator is named by `actorId`. */
  readonly operator?: string;
  readonly actorId?: string | null;
  /** Whom it is about. */
  readonly subjectId?: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Keeps what an administrator or operator did, in the same transaction. */
export async function recordAct(tx: Transaction, at: Date, act: Act): Promise<void> {
  await tx.sql(
    'insert into game_audit (id, at, act, operator, actor_id, subject_id, reason, detail) values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)',
    [
      newId(),
      at,
      act.act,
      act.operator ?? null,
      act.actorId ?? null,
      act.subjectId ?? null,
      act.reason,
      JSON.stringify(act.detail),
    ],
  );
}

import type { Refusal } from '#kernel/refusal';
import type { Transaction } from '#chassis/mount/scope';
import type { Act } from '../domain/act.ts';

/** An act that somebody else approves now. */
export interface ApprovedAct<Body> extends Act {
  readonly body: Body;
  readonly approverId: string;
}

/** What can be proposed and approved: a part of the business adds its own to `ACT_KINDS`. */
export interface ActKind<Body = unknown> {
  /** `GRANT`: stable, it is stored. */
  readonly kind: string;
  /** Who may propose it, and who may decide. */
  readonly permission: string;
  /**
   * Does it, in the transaction of the approval and under the lock of the act: it runs once. Lock what it needs before it settles, name the
   * transfer `once: { scope: 'act', key: act.id }`, and answer the id of what came to be. A refusal leaves the act waiting.
   */
  execute(tx: Transaction, act: ApprovedAct<Body>, now: Date): Promise<{ readonly subjectId: string } | Refusal>;
}

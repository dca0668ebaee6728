import { refusal, type Refusal } from '#kernel/refusal';

export type ActState = 'WAITING' | 'DONE' | 'REJECTED' | 'WITHDRAWN' | 'EXPIRED';
export type Decision = 'APPROVE' | 'REJECT' | 'WITHDRAW';

/** How long somebody else may take to decide. */
export const ACT_HOURS = 7 * 24;

/** An act of administration that needs two people: one proposes it, another one with the same permission decides. */
export interface Act {
  readonly id: string;
  readonly kind: string;
  readonly body: unknown;
  /** One sentence for the one who decides. */
  readonly summary: string;
  readonly reason: string;
  readonly proposerId: string;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
  readonly state: ActState;
  readonly deciderId: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
  /** What came to be by it: a transfer, a version of a price ... */
  readonly subjectId: string | null;
}

/** Nobody decided in time: nothing has to happen for that, so no schedule can be late with it. */
export function stateAt(state: Exclude<ActState, 'EXPIRED'>, expiresAt: Date, now: Date): ActState {
  return state === 'WAITING' && expiresAt <= now ? 'EXPIRED' : state;
}

/** What stands against a decision: asked under the lock of the act, so that exactly one decision counts. */
export function refuseDecision(act: Act, decision: Decision, callerId: string): Refusal | null {
  const own = act.proposerId === callerId;
  if (act.state !== 'WAITING') {
    const ended = act.state === 'EXPIRED' ? 'Nobody decided in time' : `It was decided before (${act.state})`;
    return refusal('BuzActDecided', `${ended}: propose it anew.`, { state: act.state });
  }
  if (own && decision !== 'WITHDRAW') return refusal('BuzActOwn', 'Somebody else has to decide what you proposed.');
  if (!own && decision === 'WITHDRAW') return refusal('Forbidden', 'Only the one who proposed it withdraws it.');
  return null;
}

import { refusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';

export type ConnectionStatus = 'PENDING' | 'ACCEPTED' | 'REJECTED';
export const CONNECTION_KINDS = ['COLLEAGUE', 'MENTOR', 'INVESTOR', 'FRIEND', 'OTHER'] as const;

/** How long a rejected person waits before asking the same user again. */
export const ASK_AGAIN_AFTER_MS = 30 * 24 * 3_600_000;

/** One per unordered pair of users, for ever. Mapped by storage/connection.table.ts. */
export class UserConnection {
  id!: string;
  requesterId!: string;
  targetId!: string;
  kind!: string;
  status: ConnectionStatus = 'PENDING';
  requestedAt!: Date;
  respondedAt: Date | null = null;

  /**
   * Asking when the pair already has a row. Two people who ask each other are connected; the one who rejected may change his mind at
   * once, the rejected one is not told and asks in vain for 30 days. `accepted` says whether they became connected by it.
   */
  askAgain(asker: string, kind: string, now: Date): { accepted: boolean } | Refusal<'AlreadyConnected'> {
    if (this.status === 'ACCEPTED') return refusal('AlreadyConnected', 'You are connected already.');
    if (this.status === 'PENDING') return { accepted: this.requesterId !== asker && this.accept(now) };
    const waited = now.getTime() - this.respondedAt!.getTime() >= ASK_AGAIN_AFTER_MS;
    if (this.requesterId === asker && !waited) return { accepted: false };
    const targetId = this.otherThan(asker);
    Object.assign(this, { requesterId: asker, targetId, kind, status: 'PENDING', requestedAt: now, respondedAt: null });
    return { accepted: false };
  }

  /** What `userId` reads: a "no" is not announced to the one who asked. */
  statusFor(userId: string): ConnectionStatus {
    return this.status === 'REJECTED' && userId === this.requesterId ? 'PENDING' : this.status;
  }

  /** Only the one who was asked answers, and only once. */
  respond(by: string, accept: boolean, now: Date): Refusal<'NotFound' | 'ConnectionNotPending'> | null {
    if (by !== this.targetId) return refusal('NotFound', 'There is no such request.');
    if (this.status !== 'PENDING') return refusal('ConnectionNotPending', 'This request was answered already.');
    this.status = accept ? 'ACCEPTED' : 'REJECTED';
    this.respondedAt = now;
    return null;
  }

  /** The asker withdraws an open request, either side ends a connection; a rejection stays, or asking again would start anew. */
  refuseCancel(by: string): Refusal<'NotFound' | 'ConnectionNotPending'> | null {
    if (by !== this.requesterId && by !== this.targetId) return refusal('NotFound', 'There is no such connection.');
    if (this.status === 'ACCEPTED' || (this.status === 'PENDING' && by === this.requesterId)) return null;
    return refusal('ConnectionNotPending', 'There is nothing of yours to withdraw.');
  }

  otherThan(userId: string): string {
    return userId === this.requesterId ? this.targetId : this.requesterId;
  }

  private accept(now: Date): true {
    this.status = 'ACCEPTED';
    this.respondedAt = now;
    return true;
  }
}

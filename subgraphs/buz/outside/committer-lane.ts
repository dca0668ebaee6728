import type { Command } from '../domain/command.ts';
import type { Outcome } from '../domain/transfer.ts';

/** On whose behalf, and until when somebody waits; a caller has all of it. */
export interface Asking {
  readonly userId: string | null;
  readonly requestId: string;
  /** Wall clock, epoch ms. */
  readonly deadline: number;
  /** Of the sealed call; empty without one. */
  readonly nonce: string;
  /** W3C traceparent; only in a trace that is recorded. */
  readonly trace?: string;
}

/** What the lane did since it was opened. */
export interface LaneFigures {
  readonly batches: number;
  readonly commands: number;
  readonly largestBatch: number;
  /** Commands that were refused unread because too many waited, or that nobody waited for any more. */
  readonly dropped: number;
  /** Batches that failed as a whole and were settled again, one by one. */
  readonly replayedBatches: number;
  /** How long all commands together waited before their batch began, in ms. */
  readonly waitedMs: number;
}

export interface CommitterLane {
  /**
   * Settles commands of one caller in order, in one transaction, which it shares with whoever else asks meanwhile. Commands need an
   * idempotency key: after BuzOutcomeUnknown the same key finds out.
   * @throws what the database finds wrong with them; then none of them was settled, and nobody else's is touched
   */
  settle(commands: readonly Command[], asking: Asking): Promise<Outcome[]>;
  readonly figures: LaneFigures;
  /** Commands that wait now. */
  readonly waiting: number;
  /** Takes nothing more, settles what waits. */
  stop(): Promise<void>;
}

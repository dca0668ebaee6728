import { NOT_YET, OVER, type Flow } from '../graph/live/flow.ts';
import { turns, type Turn } from '../graph/live/turns.ts';

/** Items of one reader in one turn: others wait. */
const AT_ONCE = 8;

/** A flow that can be given up before its end. */
export interface Pourable<Item> extends Flow<Item> {
  leave(): void;
}

/**
 * Writes what flows, in order, until the end; rejects when it cannot be written.
 * @param write a promise where the other side has not taken it yet: then nothing more is taken from the flow, which has its own bounded queue
 */
export function poured<Item>(flow: Pourable<Item>, write: (item: Item) => Promise<void> | undefined): Promise<void> {
  return new Promise((resolve, reject) => new Pouring(flow, write, resolve, reject));
}

class Pouring<Item> implements Turn {
  isInLine = false;
  /** What was written last waits to be taken. */
  private isHeldUp = false;

  constructor(
    private readonly flow: Pourable<Item>,
    private readonly write: (item: Item) => Promise<void> | undefined,
    private readonly ended: () => void,
    private readonly failed: (fault: unknown) => void,
  ) {
    flow.onMore(() => turns.add(this));
    turns.add(this);
  }

  take(): void {
    try {
      for (let n = 0; n < AT_ONCE; n++) {
        if (this.isHeldUp) return;
        const item = this.flow.poll();
        if (item === NOT_YET) return;
        if (item === OVER) return this.ended();
        const written = this.write(item);
        if (written) this.await(written);
      }
      turns.add(this);
    } catch (fault) {
      this.giveUp(fault);
    }
  }

  private await(written: Promise<void>): void {
    this.isHeldUp = true;
    written.then(
      () => {
        this.isHeldUp = false;
        turns.add(this);
      },
      (fault: unknown) => this.giveUp(fault),
    );
  }

  private giveUp(fault: unknown): void {
    this.flow.leave();
    this.failed(fault);
  }
}

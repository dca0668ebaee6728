/** So long one go takes: what else this process does, answers and signs of life among it, has its turn in between. */
const GO_MS = 10;
/** Turns between two looks at the clock. */
const CLOCK_EVERY = 16;

export interface Turn {
  /** Kept by the line. */
  isInLine: boolean;
  /** Never throws. */
  take(): void;
}

/** Everybody who has something to do for live readers, first come first served, in goes that are short however many there are. */
export class Turns {
  readonly #now: () => number;
  #line: Turn[] = [];
  #at = 0;
  #isAwake = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** In line once, however often it is asked for. */
  add(turn: Turn): void {
    if (turn.isInLine) return;
    turn.isInLine = true;
    this.#line.push(turn);
    if (this.#isAwake) return;
    this.#isAwake = true;
    queueMicrotask(this.#go); // all who are added in one go of others stand in line before the first has its turn
  }

  /** When everybody who stands in line now has had a turn. */
  passed(): Promise<void> {
    return new Promise((resolve) => this.add({ isInLine: false, take: resolve }));
  }

  readonly #go = (): void => {
    const until = this.#now() + GO_MS;
    for (let taken = 1; this.#at < this.#line.length; taken++) {
      const turn = this.#line[this.#at++]!;
      turn.isInLine = false;
      turn.take();
      if (taken % CLOCK_EVERY === 0 && this.#now() > until) return this.#rest();
    }
    this.#line = [];
    this.#at = 0;
    this.#isAwake = false;
  };

  #rest(): void {
    this.#line = this.#line.slice(this.#at); // who has had a turn is not kept
    this.#at = 0;
    setImmediate(this.#go);
  }
}

/** Of this process. */
export const turns = new Turns();

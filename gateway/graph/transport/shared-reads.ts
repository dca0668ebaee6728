/** An answer's text, and whether somebody else's call brought it. */
export interface SharedText {
  readonly text: string;
  readonly isShared: boolean;
}

/** When this participant stops waiting; others of the same call may go on. */
export interface Patience {
  /** Wall clock, epoch ms. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

interface Flight {
  readonly text: Promise<string>;
  /** That of the caller for whom it was sent: the subgraph stops working then. */
  readonly deadline: number;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Equal reads that are under way at the same time are one call. Whoever leaves ends only their own wait; the call ends when the last one
 * has left. What is shared is the text: each participant parses objects of their own, because the runner writes into them.
 */
export class SharedReads {
  readonly #flights = new Map<string, Flight>();

  /** Calls that may be joined now. */
  get size(): number {
    return this.#flights.size;
  }

  /** `key` holds everything that may change the answer. */
  ask(key: string, patience: Patience, send: (signal: AbortSignal) => Promise<string>): Promise<SharedText> {
    const known = this.#flights.get(key);
    const isShared = known !== undefined && mayJoin(known, patience);
    return wait(isShared ? known : this.#send(key, patience.deadline, send), isShared, patience.signal);
  }

  /**
   * Nobody joins what is under way now: it was sent before a write that has just ended, and whoever asks after the write has to see it.
   */
  renew(): void {
    this.#flights.clear();
  }

  #send(key: string, deadline: number, send: (signal: AbortSignal) => Promise<string>): Flight {
    const controller = new AbortController();
    const flight: Flight = { text: send(controller.signal), deadline, controller, waiting: 0 };
    const land = (): void => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    };
    flight.text.then(land, land);
    controller.signal.addEventListener('abort', land, { once: true });
    this.#flights.set(key, flight);
    return flight;
  }
}

/** Nobody gives up more than half of their time by joining. */
function mayJoin(flight: Flight, { deadline }: Patience): boolean {
  const now = Date.now();
  return (flight.deadline - now) * 2 >= deadline - now;
}

function wait(flight: Flight, isShared: boolean, signal: AbortSignal | undefined): Promise<SharedText> {
  flight.waiting++;
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(signal!.reason as Error);
      if (--flight.waiting === 0) flight.controller.abort(signal!.reason);
    };
    if (signal?.aborted) return leave();
    signal?.addEventListener('abort', leave, { once: true });
    const stay = (): void => signal?.removeEventListener('abort', leave);
    flight.text.then(
      (text) => {
        stay();
        resolve({ text, isShared });
      },
      (fault: unknown) => {
        stay();
        reject(fault as Error);
      },
    );
  });
}

/** A whole answer that says nothing of the one who asked first. */
export interface WholeAnswer {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** What the body says as `data`: what each reader is charged for. Not to be written into. */
  readonly data: unknown;
  /** What each reader is charged: the same for all, because they asked the same; counted when the first one wants to know. */
  cost?: number;
}

/** One answer in the making, and who waits for it. */
export class AnswerFlight {
  readonly landed: Promise<WholeAnswer | undefined>;
  waiting = 0;
  #land: (answer: WholeAnswer | undefined) => void = () => undefined;

  constructor() {
    this.landed = new Promise((resolve) => (this.#land = resolve));
  }

  /** Undefined when it is nobody else's: it has errors (which name the request), cookies, or did not come about. */
  land(answer: WholeAnswer | undefined): void {
    this.#land(answer);
  }
}

/**
 * Equal reads of clients that are under way at the same time are run once and written once. Everybody is identified, charged and checked
 * for themselves before; nothing is remembered after. Only answers without errors and cookies are shared: whoever waited for
 * another one asks on their own.
 */
export class SharedAnswers {
  readonly #flights = new Map<string, AnswerFlight>();
  #shared = 0;

  /** How many answers were another one's. */
  get shared(): number {
    return this.#shared;
  }

  /** The answer to wait for, if one is under way that would be the same. */
  join(key: string): AnswerFlight | undefined {
    const flight = this.#flights.get(key);
    if (flight) flight.waiting++;
    return flight;
  }

  /** Others may join until it lands. */
  begin(key: string): AnswerFlight {
    const flight = new AnswerFlight();
    this.#flights.set(key, flight);
    void flight.landed.then((answer) => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
      if (answer) this.#shared += flight.waiting;
    });
    return flight;
  }
}

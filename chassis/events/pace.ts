/** How fast the road works; every figure is a setting. Wall-clock milliseconds. */
export interface Pace {
  /** Polling is the truth, the doorbell only makes it early. */
  readonly pollMs: number;
  /** NOTIFY at most once per this time and process. */
  readonly ringMs: number;
  readonly relay: {
    /** Events per delivery. */
    readonly batch: number;
    /** Deliveries at once per consumer and aggregate type; one aggregate always goes through the same one. */
    readonly concurrency: number;
    /** How often a replica that is not the relay asks whether it may become it. */
    readonly candidateMs: number;
    /** The longest wait between attempts at a consumer that is down. */
    readonly backOffMs: number;
  };
  readonly consumer: {
    /** Consecutive events of ONE aggregate per transaction. */
    readonly batch: number;
    /** Reactions (transactions) at once per replica. */
    readonly concurrency: number;
    /** The wait after the first failure; it triples with each further one. */
    readonly retryMs: number;
    /** The failure that parks the aggregate for this consumer. */
    readonly failures: number;
    /** A reaction that takes longer has failed. */
    readonly reactionMs: number;
    /** How often it renews its subscription at the producers that it hears. */
    readonly announceMs: number;
  };
  readonly tail: { readonly batch: number };
  /** What is sent (outbox) or done (inbox) is kept this long. */
  readonly keepDays: number;
}

export const PACE: Pace = {
  pollMs: 250,
  ringMs: 20,
  relay: { batch: 200, concurrency: 2, candidateMs: 1000, backOffMs: 2000 },
  consumer: {
    batch: 20,
    concurrency: 3, // of six connections: one listens, two are left for relay, tail and deposits
    retryMs: 200,
    failures: 8,
    reactionMs: 30_000,
    announceMs: 60_000,
  },
  tail: { batch: 1000 },
  keepDays: 7,
};

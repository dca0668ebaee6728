/** What is shared out between batches: so many commands, which name these accounts. */
export interface Share {
  readonly size: number;
  readonly accounts: readonly string[];
}

/** Below this many commands in each, two batches cost more than they save: a commit and its round trips. */
const WORTH_A_BATCH = 8;

interface Batch<One> {
  readonly shares: One[];
  readonly accounts: Set<string>;
  size: number;
}

/**
 * Shares what waits out between at most `batches` batches that run at the same time, so that no two of them, nor one that is under way
 * (`inFlight`), name the same account: none ever waits for the lock of another. What cannot go now stays in its order, and nothing that
 * shares an account with it overtakes it. Batches hold at most `largest` commands, unless one share alone is larger.
 */
export function shareOut<One extends Share>(
  waiting: readonly One[],
  batches: number,
  inFlight: ReadonlySet<string>,
  largest: number,
): { readonly batches: One[][]; readonly left: One[] } {
  const total = waiting.reduce((sum, { size }) => sum + size, 0);
  const count = Math.min(batches, Math.max(1, Math.floor(total / WORTH_A_BATCH)));
  const open = Array.from({ length: count }, (): Batch<One> => ({ shares: [], accounts: new Set(), size: 0 }));
  const held = new Set(inFlight);
  const left: One[] = [];
  for (const share of waiting) {
    const batch = share.accounts.some((account) => held.has(account)) ? undefined : placeFor(share, open, largest);
    if (batch) {
      batch.shares.push(share);
      batch.size += share.size;
      for (const account of share.accounts) batch.accounts.add(account);
    } else {
      left.push(share);
      for (const account of share.accounts) held.add(account);
    }
  }
  return { batches: open.flatMap(({ shares }) => (shares.length > 0 ? [shares] : [])), left };
}

/** The batch that names one of its accounts already, else the smallest; none when two do, or when it is full. */
function placeFor<One extends Share>(share: One, open: readonly Batch<One>[], largest: number): Batch<One> | undefined {
  if (open.length === 0) return undefined;
  const touched = open.filter(({ accounts }) => share.accounts.some((account) => accounts.has(account)));
  if (touched.length > 1) return undefined;
  const batch = touched[0] ?? open.reduce((least, one) => (one.size < least.size ? one : least));
  return batch.size === 0 || batch.size + share.size <= largest ? batch : undefined;
}

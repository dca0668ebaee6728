import { hash, verify } from '@node-rs/argon2';

/** argon2id; the cost is in the encoded hash, so that old hashes stay verifiable when it rises. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** With no hash (an unknown account) it does the same work and answers false. */
  verify(encoded: string | undefined, password: string): Promise<boolean>;
  /** True when a hash was made at another cost than today's. */
  isOutdated(encoded: string): boolean;
}

export interface HashingCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
  /** Each takes a thread of libuv's pool and `memoryKiB`: more at once would starve everything else that uses the pool. */
  readonly atOnce: number;
}

/** Beyond this queue an answer would come after the caller's deadline anyway. */
const MAX_WAITING = 200;

export function argon2Hasher(cost: HashingCost): PasswordHasher {
  const options = { algorithm: 2, memoryCost: cost.memoryKiB, timeCost: cost.passes, parallelism: cost.lanes } as const;
  const parameters = `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.lanes}$`;
  const inTurn = turnstile(cost.atOnce, MAX_WAITING);
  let dummy: Promise<string> | undefined;
  return {
    hash: (password) => inTurn(() => hash(password, options)),
    async verify(encoded, password) {
      dummy ??= inTurn(() => hash('nobody has this password', options));
      const against = encoded ?? (await dummy);
      const matches = await inTurn(() => verify(against, password));
      return encoded !== undefined && matches;
    },
    isOutdated: (encoded) => !encoded.startsWith(parameters),
  };
}

/** Runs at most `atOnce` works at a time, first come first served; a full queue is a fault (the door answers 503). */
export function turnstile(atOnce: number, maxWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting) throw new Error('Too many passwords are being hashed.');
      await new Promise<void>((resolve) => waiting.push(resolve)); // the leaver hands its place over: running stays
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

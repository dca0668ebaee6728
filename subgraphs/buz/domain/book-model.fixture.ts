import { BUZ } from '#kernel/buz';

/** What the property test asks of the book and of the model alike; `ref` is the number of an earlier want. */
export type Want = { readonly key?: string | undefined } & (
  | { readonly kind: 'SEND'; readonly from: string; readonly to: string; readonly amount: bigint }
  | { readonly kind: 'GRANT'; readonly to: string; readonly amount: bigint }
  | { readonly kind: 'HOLD'; readonly from: string; readonly amount: bigint; readonly due: boolean }
  | { readonly kind: 'POST'; readonly ref: number; readonly amount?: bigint | undefined }
  | { readonly kind: 'VOID' | 'EXPIRE'; readonly ref: number }
  | { readonly kind: 'REVERSE'; readonly ref: number; readonly amount?: bigint | undefined }
);

interface Done {
  readonly want: Want;
  readonly payer: string;
  readonly payee: string;
  readonly amount: bigint;
  readonly fee: bigint;
  left: bigint;
  open: boolean;
}

const POOL = 'pool/REWARDS';
const known = (person: string): boolean => person !== 'p4';
const frozen = (address: string): boolean => address === 'wallet/p3';

/** A ledger as one would explain it: balances, and what became of each transfer. Answers the name of a refusal or the id of a transfer. */
export function bookModel(start: bigint) {
  const balances = new Map<string, bigint>([
    ...['p0', 'p1', 'p2', 'p3'].flatMap((one): [string, bigint][] => [
      [`wallet/${one}`, start],
      [`held/${one}`, 0n],
    ]),
    [POOL, start],
    ['treasury', 0n],
  ]);
  const done = new Map<number, Done>();
  const keys = new Map<string, { at: number; want: Want }>();
  const sent = new Map<string, bigint>();
  const move = (from: string, to: string, amount: bigint): void => {
    balances.set(from, balances.get(from)! - amount);
    balances.set(to, balances.get(to)! + amount);
  };
  const lacks = (address: string, amount: bigint): string | null => {
    if (balances.get(address)! >= amount) return null;
    return address === POOL ? 'BuzPoolExhausted' : 'InsufficientBuz';
  };

  function decide(want: Want, at: number): string {
    const before = want.key === undefined ? undefined : keys.get(want.key);
    if (before) return same(before.want, want) ? `t${before.at}` : 'IdempotencyKeyReused';
    const refused = book(want, at);
    if (refused) return refused;
    if (want.key !== undefined) keys.set(want.key, { at, want });
    return `t${at}`;
  }

  /** A missing amount means "all there is", and so names none that could differ. */
  function same(first: Want, second: Want): boolean {
    const strip = (want: Want) => JSON.stringify({ ...want, amount: null, due: null, key: null });
    const amountOf = (want: Want) => ('amount' in want ? want.amount : undefined);
    const firstAmount = amountOf(first) ?? doneOf(first)?.amount;
    return strip(first) === strip(second) && (amountOf(second) === undefined || amountOf(second) === firstAmount);
  }
  const doneOf = (want: Want): Done | undefined => [...done.values()].find((one) => one.want === want);

  function book(want: Want, at: number): string | null {
    const record = (payer: string, payee: string, amount: bigint, fee = 0n): null => {
      done.set(at, { want, payer, payee, amount, fee, left: amount, open: want.kind === 'HOLD' });
      return null;
    };
    switch (want.kind) {
      case 'SEND': {
        const { from, to, amount } = want;
        if (from === to) return 'BuzOwnWallet';
        if (!known(from)) return 'BuzWalletUnknown';
        if (!known(to) || frozen(`wallet/${to}`)) return 'BuzRecipientUnknown';
        if (frozen(`wallet/${from}`)) return 'BuzWalletFrozen';
        if (amount < BUZ) return 'BuzAmountInvalid';
        const fee = amount / 1_000n + (amount % 1_000n > 0n ? 1n : 0n);
        if (lacks(`wallet/${from}`, amount + fee)) return 'InsufficientBuz';
        move(`wallet/${from}`, `wallet/${to}`, amount);
        move(`wallet/${from}`, 'treasury', fee);
        sent.set(from, (sent.get(from) ?? 0n) + amount);
        return record(`wallet/${from}`, `wallet/${to}`, amount, fee);
      }
      case 'GRANT': {
        const to = `wallet/${want.to}`;
        const short = lacks(POOL, want.amount);
        if (short) return short;
        if (!known(want.to)) return 'BuzRecipientUnknown';
        move(POOL, to, want.amount);
        return record(POOL, to, want.amount);
      }
      case 'HOLD': {
        const wallet = `wallet/${want.from}`;
        if (lacks(wallet, want.amount)) return 'InsufficientBuz';
        move(wallet, `held/${want.from}`, want.amount);
        return record(wallet, `held/${want.from}`, want.amount);
      }
      case 'POST':
      case 'VOID':
      case 'EXPIRE': {
        const hold = done.get(want.ref);
        if (hold?.want.kind !== 'HOLD') return 'BuzHoldUnknown';
        if (!hold.open) return 'BuzHoldEnded';
        if (want.kind === 'EXPIRE' && !hold.want.due) return 'BuzHoldNotExpired';
        const posted = want.kind === 'POST' ? (want.amount ?? hold.amount) : 0n;
        if (posted > hold.amount) return 'InsufficientBuz';
        hold.open = false;
        if (posted > 0n) move(hold.payee, POOL, posted);
        move(hold.payee, hold.payer, hold.amount - posted);
        return record(hold.payer, POOL, want.kind === 'POST' ? posted : hold.amount);
      }
      case 'REVERSE': {
        const former = done.get(want.ref);
        if (!former || !['SEND', 'GRANT', 'POST'].includes(former.want.kind)) return 'BuzNotReversible';
        const amount = want.amount ?? former.left;
        if (amount > former.left || amount === 0n) return 'BuzNotReversible';
        const short = lacks(former.payee, amount);
        if (short) return short;
        move(former.payee, former.payer, amount);
        if (amount === former.amount) move('treasury', former.payer, former.fee);
        former.left -= amount;
        return record(former.payee, former.payer, amount);
      }
    }
  }

  return { balances, decide };
}

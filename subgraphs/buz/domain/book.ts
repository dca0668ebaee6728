import { isRefusal, type Refusal } from '#kernel/refusal';
import type { Units } from '#kernel/buz';
import { heldOf, walletOf, walletOfHeld, type Account, type Address } from './account.ts';
import type { Command, Hold, Leg, Move, Post, Release, Reverse, Send } from './command.ts';
import { applyLegs, refuseLegs, refuseSend } from './refuse-legs.ts';
import {
  holdEnded,
  holdNotExpired,
  holdUnknown,
  insufficientBuz,
  notReversible,
  ownWallet,
  recipientUnknown,
  walletUnknown,
} from './refusals.ts';
import { differsFrom, keyReused } from './same-command.ts';
import type { Booked, Outcome, Transfer, TransferKind } from './transfer.ts';
import { feeOf, type LimitWindow } from './transfer-rules.ts';

/** A hold, and the transfer that ended it. */
export interface HoldState {
  readonly transfer: Transfer;
  readonly ownerId: string;
  ended: TransferKind | null;
}

/** A former transfer, and how much of it was moved back already. */
export interface Original extends Booked {
  reversed: Units;
}

/** What was read under the locks: everything that the decisions of one batch may depend on. */
export interface Page {
  readonly now: Date;
  readonly accounts: ReadonlyMap<Address, Account>;
  /** By `scope key`. */
  readonly known: Map<string, Booked>;
  /** By address: what the account had sent at the start of each window; may lack who cannot reach a limit (`mayReachLimit`). */
  readonly sentBefore: ReadonlyMap<Address, Readonly<Record<LimitWindow, Units>>>;
  readonly holds: Map<string, HoldState>;
  readonly originals: Map<string, Original>;
}

const NEVER: Readonly<Record<LimitWindow, Units>> = { DAY: 0n, MONTH: 0n, YEAR: 0n };

/**
 * Decides commands one after the other: each sees what those before it did, and a refused one leaves no trace. The page holds accounts under
 * their locks, so what is decided here can be written as it is.
 */
export class Book {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  decide(command: Command): Outcome {
    const { once } = command;
    const known = once && this.#page.known.get(keyOf(once));
    if (known) {
      const differs = differsFrom(command, known);
      return differs.length > 0 ? keyReused(differs) : { ...known, replayed: true };
    }
    const booked = this.#book(command);
    if (isRefusal(booked)) return booked;
    if (once) this.#page.known.set(keyOf(once), booked);
    return { ...booked, replayed: false };
  }

  #book(command: Command): Booked | Refusal {
    switch (command.kind) {
      case 'SEND':
        return this.#send(command);
      case 'MOVE':
        return this.#move(command);
      case 'HOLD':
        return this.#hold(command);
      case 'POST':
        return this.#post(command);
      case 'VOID':
      case 'EXPIRE':
        return this.#release(command);
      case 'REVERSE':
        return this.#reverse(command);
    }
  }

  #send(command: Send): Booked | Refusal {
    const { from, to, amount } = command;
    if (from === to) return ownWallet();
    const payer = this.#page.accounts.get(walletOf(from));
    if (!payer) return walletUnknown();
    const payee = this.#page.accounts.get(walletOf(to));
    if (!payee || payee.status !== 'ACTIVE') return recipientUnknown();
    const fee = feeOf(amount);
    const refused = refuseSend(payer, amount, this.#page.sentBefore.get(payer.address) ?? NEVER);
    if (refused) return refused;
    const legs = [leg(payer.address, -amount - fee), leg(payee.address, amount), leg('treasury', fee)];
    return this.#write(command, 'SINGLE', { amount, fee }, legs, amount);
  }

  #move(command: Move): Booked | Refusal {
    const amount = command.legs.reduce((sum, { amount: part }) => (part > 0n ? sum + part : sum), 0n);
    return this.#write(command, 'SINGLE', { amount, fee: 0n }, command.legs);
  }

  #hold(command: Hold): Booked | Refusal {
    const { from, amount, expiresAt } = command;
    const legs = [leg(walletOf(from), -amount), leg(heldOf(from), amount)];
    const booked = this.#write(command, 'PENDING', { amount, fee: 0n, expiresAt }, legs);
    if (!isRefusal(booked)) {
      this.#page.holds.set(command.id, { transfer: booked.transfer, ownerId: from, ended: null });
    }
    return booked;
  }

  #post(command: Post): Booked | Refusal {
    const hold = this.#openHold(command.pendingId);
    if (isRefusal(hold)) return hold;
    const held = hold.transfer.amount;
    const amount = command.amount ?? held;
    if (amount <= 0n || amount > held) return insufficientBuz(amount, held);
    const rest = held - amount;
    const legs = [leg(heldOf(hold.ownerId), -held), leg(command.to, amount)];
    if (rest > 0n) legs.push(leg(walletOf(hold.ownerId), rest));
    return this.#end(hold, this.#write(command, 'POST', { amount, fee: 0n, pendingId: command.pendingId }, legs));
  }

  #release(command: Release): Booked | Refusal {
    const hold = this.#openHold(command.pendingId);
    if (isRefusal(hold)) return hold;
    const { amount, expiresAt } = hold.transfer;
    if (command.kind === 'EXPIRE' && !(expiresAt && expiresAt <= this.#page.now)) return holdNotExpired(expiresAt);
    const legs = [leg(heldOf(hold.ownerId), -amount), leg(walletOf(hold.ownerId), amount)];
    return this.#end(hold, this.#write(command, command.kind, { amount, fee: 0n, pendingId: command.pendingId }, legs));
  }

  #openHold(pendingId: string): HoldState | Refusal {
    const hold = this.#page.holds.get(pendingId);
    if (!hold) return holdUnknown();
    return hold.ended ? holdEnded(hold.ended) : hold;
  }

  #end(hold: HoldState, booked: Booked | Refusal): Booked | Refusal {
    if (!isRefusal(booked)) hold.ended = booked.transfer.kind;
    return booked;
  }

  #reverse(command: Reverse): Booked | Refusal {
    const original = this.#page.originals.get(command.reversesId);
    if (!original || !['SINGLE', 'POST'].includes(original.transfer.kind)) return notReversible(0n);
    const whole = original.transfer.amount;
    const left = whole - original.reversed;
    const amount = command.amount ?? left;
    if (amount <= 0n || amount > left) return notReversible(left);
    // the fee comes back only with the whole: a share of it would have to be rounded
    const whollyBack = amount === whole;
    const legs = reversedLegs(original, amount, whollyBack);
    const fee = whollyBack ? original.transfer.fee : 0n;
    const booked = this.#write(command, 'REVERSAL', { amount, fee, reversesId: command.reversesId }, legs);
    if (!isRefusal(booked)) original.reversed += amount;
    return booked;
  }

  #write(
    command: Command,
    kind: TransferKind,
    facts: Pick<Transfer, 'amount' | 'fee'> & Partial<Transfer>,
    legs: readonly Leg[],
    sends = 0n,
  ): Booked | Refusal {
    const refused = refuseLegs(this.#page.accounts, legs, command.kind === 'REVERSE');
    if (refused) return refused;
    const transfer: Transfer = {
      id: command.id,
      kind,
      type: command.type,
      actorId: command.actorId,
      once: command.once ?? null,
      pendingId: null,
      reversesId: null,
      subject: command.subject ?? null,
      memo: command.memo ?? null,
      expiresAt: null,
      occurredAt: this.#page.now,
      ...facts,
    };
    return { transfer, entries: applyLegs(this.#page.accounts, legs, sends, this.#page.now) };
  }
}

const leg = (account: Address, amount: Units): Leg => ({ account, amount });
const keyOf = (once: { scope: string; key: string }): string => `${once.scope} ${once.key}`;

/**
 * The legs of the original the other way round; a part moves only between the payer and the payee. What was posted out of a hold comes back to
 * the wallet: its hold has ended, and nothing would ever take it out of the held account again.
 */
function reversedLegs({ entries, transfer }: Original, amount: Units, whole: boolean): Leg[] {
  const held = transfer.kind === 'POST' ? entries.find((entry) => entry.amount < 0n)!.account : null;
  if (held !== null) {
    const wallet = walletOfHeld(held);
    const payee = entries.find((entry) => entry.amount > 0n && entry.account !== wallet)!;
    return [leg(payee.account, -amount), leg(wallet, amount)];
  }
  if (whole) return entries.map((entry) => leg(entry.account, -entry.amount));
  const payer = entries.find((entry) => entry.amount < 0n)!;
  const payee =
    entries.find((entry) => entry.amount === transfer.amount) ?? entries.find((entry) => entry.amount > 0n)!;
  return [leg(payee.account, -amount), leg(payer.account, amount)];
}

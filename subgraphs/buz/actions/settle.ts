import { decimalOf } from '#kernel/buz';
import { isRefusal } from '#kernel/refusal';
import type { First } from '#chassis/events/tell';
import type { EventContract } from '#kernel/event';
import { inOrder } from '#chassis/storage/pipeline';
import type { Sql } from '#chassis/storage/transact';
import { heldOf, TREASURY, walletOf, walletOfHeld, type Account, type Address } from '../domain/account.ts';
import { Book } from '../domain/book.ts';
import type { Command } from '../domain/command.ts';
import type { Booked, Outcome, Settled } from '../domain/transfer.ts';
import { mayReachLimit } from '../domain/transfer-rules.ts';
import { transferred } from '../published/ledger.events.ts';
import { lockAccounts, writeBooked } from '../storage/ledger.store.ts';
import { readBooked, readPage } from '../storage/page.store.ts';

/** The part of a transaction that settling needs; the committer lane brings one of its own. */
export interface SettleIn {
  readonly sql: Sql;
  tellFirsts<Body>(contract: EventContract<Body>, facts: readonly First<Body>[]): Promise<void>;
}

/**
 * Settles commands in order, in the caller's transaction: locks every account that they name (in id order), reads what they depend on, lets the
 * domain decide one after the other, and writes what was accepted set by set, with its events. A refused command leaves no trace and touches
 * no other. Call it ONCE per transaction, with everything: a second call would take its locks out of order.
 */
export async function settle(tx: SettleIn, commands: readonly Command[], now: Date): Promise<Outcome[]> {
  const former = await readBooked(tx.sql, commands.flatMap(formerOf));
  const addresses = commands.flatMap((command) => addressesOf(command, former));
  const named = addresses.filter((address) => address !== TREASURY);
  const accounts = await lockAccounts(tx.sql, named, named.length < addresses.length);
  const senders = sendersNearLimits(commands, accounts);
  const book = new Book({ now, accounts, ...(await readPage(tx.sql, commands, former, senders, now)) });
  const outcomes = commands.map((command) => book.decide(command));
  const fresh = outcomes.filter((outcome): outcome is Settled => !isRefusal(outcome) && !outcome.replayed);
  await inOrder(
    tx.sql,
    () => writeBooked(tx.sql, fresh, accounts.values()),
    () =>
      tx.tellFirsts(
        transferred,
        fresh.map((booked) => toldAs(booked, accounts)),
      ),
  );
  return outcomes;
}

/** As `settle`, of one command. */
export async function settleOne(tx: SettleIn, command: Command, now: Date): Promise<Outcome> {
  return (await settle(tx, [command], now))[0]!;
}

/** Whose rolling sums have to be looked up: who might reach a limit with all that he sends here. */
function sendersNearLimits(commands: readonly Command[], accounts: ReadonlyMap<Address, Account>): Address[] {
  const sent = new Map<Address, bigint>();
  for (const command of commands) {
    if (command.kind !== 'SEND') continue;
    const address = walletOf(command.from);
    sent.set(address, (sent.get(address) ?? accounts.get(address)?.sent ?? 0n) + command.amount);
  }
  return [...sent].flatMap(([address, units]) => (mayReachLimit(units) ? [address] : []));
}

/**
 * The accounts that commands name by themselves, those of former transfers and of the treasury left out: enough to keep apart who would wait
 * for whom, not enough to lock.
 */
export function accountsNamedBy(commands: readonly Command[]): Address[] {
  return commands.flatMap((command) => addressesOf(command, NONE)).filter((address) => address !== TREASURY);
}

const NONE: ReadonlyMap<string, Booked> = new Map();

function formerOf(command: Command): string[] {
  if ('pendingId' in command) return [command.pendingId];
  return command.kind === 'REVERSE' ? [command.reversesId] : [];
}

function addressesOf(command: Command, former: ReadonlyMap<string, Booked>): Address[] {
  switch (command.kind) {
    case 'SEND':
      return [walletOf(command.from), walletOf(command.to), TREASURY];
    case 'MOVE':
      return command.legs.map(({ account }) => account);
    case 'HOLD':
      return [walletOf(command.from), heldOf(command.from)];
    case 'POST':
      return [...touchedBy(former.get(command.pendingId)), command.to];
    case 'VOID':
    case 'EXPIRE':
      return touchedBy(former.get(command.pendingId));
    case 'REVERSE':
      return touchedBy(former.get(command.reversesId)).flatMap((address) =>
        address.startsWith('held/') ? [address, walletOfHeld(address)] : [address],
      );
  }
}

const touchedBy = (booked: Booked | undefined): Address[] => booked?.entries.map(({ account }) => account) ?? [];

function toldAs({ transfer, entries }: Booked, accounts: ReadonlyMap<Address, Account>) {
  const owners = entries.flatMap((entry) => {
    const userId = accounts.get(entry.account)?.ownerId;
    if (!userId) return [];
    const { account, version, amount, balanceAfter } = entry;
    return [{ userId, account, amount: decimalOf(amount), balance: decimalOf(balanceAfter), version: String(version) }];
  });
  const { kind, type, pendingId, reversesId, subject } = transfer;
  return {
    aggregateId: transfer.id,
    body: {
      transferId: transfer.id,
      kind,
      type,
      amount: decimalOf(transfer.amount),
      fee: decimalOf(transfer.fee),
      pendingId,
      reversesId,
      subject,
      owners,
    },
  };
}

import { refusal } from '#kernel/refusal';
import { TREASURY, walletOf } from './account.ts';
import type { Command } from './command.ts';
import type { Booked, TransferKind } from './transfer.ts';

/** The fields in which a command under a known key differs from the one that was booked; none when it is the same. */
export function differsFrom(command: Command, { transfer, entries }: Booked): string[] {
  const differs: string[] = [];
  const check = (field: string, same: boolean): void => void (same || differs.push(field));
  const moves = (account: string, amount: bigint): boolean =>
    entries.some((entry) => isAt(entry.account, account) && entry.amount === amount);
  const touches = (account: string): boolean => entries.some((entry) => isAt(entry.account, account));
  check('kind', transfer.kind === KIND[command.kind]);
  check('type', transfer.type === command.type);
  check('memo', transfer.memo === (command.memo ?? null));
  check('subject', transfer.subject?.id === command.subject?.id);
  if ('amount' in command && command.amount !== undefined) check('amount', transfer.amount === command.amount);
  if (command.kind === 'SEND') {
    const wallet = (owner: string, gains: boolean): boolean =>
      entries.some(({ account, amount }) => account === walletOf(owner) && amount > 0n === gains);
    check('to', wallet(command.to, true)); // to gain: the payer's wallet is touched too, and is not who was paid
    check('from', wallet(command.from, false));
  }
  if (command.kind === 'MOVE') {
    check(
      'legs',
      command.legs.length === entries.length && command.legs.every((leg) => moves(leg.account, leg.amount)),
    );
  }
  if (command.kind === 'HOLD') check('from', touches(walletOf(command.from)));
  if (command.kind === 'POST') check('to', touches(command.to));
  if ('pendingId' in command) check('pendingId', transfer.pendingId === command.pendingId);
  if ('reversesId' in command) check('reversesId', transfer.reversesId === command.reversesId);
  return differs.sort();
}

const KIND: Readonly<Record<Command['kind'], TransferKind>> = {
  SEND: 'SINGLE',
  MOVE: 'SINGLE',
  HOLD: 'PENDING',
  POST: 'POST',
  VOID: 'VOID',
  EXPIRE: 'EXPIRE',
  REVERSE: 'REVERSAL',
};

/** The treasury is named as one, and booked on one of its shards. */
function isAt(booked: string, named: string): boolean {
  return booked === named || (named === TREASURY && booked.startsWith(`${TREASURY}/`));
}

export function keyReused(differs: readonly string[]) {
  return refusal('IdempotencyKeyReused', `This idempotency key was already used with another ${differs.join(', ')}.`, {
    differs,
  });
}

import { decimalOf, type Units } from '#kernel/buz';
import type { Transaction } from './transaction.ts';

/** More than this is asked for in parts. */
export const STATEMENT_LINES = 5_000;

/** What happened in a wallet after `from`, up to and including `until`, oldest first. */
export interface Statement {
  readonly userId: string;
  readonly from: Date;
  readonly until: Date;
  readonly opening: Units;
  readonly lines: readonly Transaction[];
}

/** Lines follow each other without a gap, so the last one has the closing balance. */
export function closingOf({ opening, lines }: Statement): Units {
  return lines.at(-1)?.balanceAfter ?? opening;
}

const HEAD = ['time', 'transfer', 'type', 'counterparty', 'memo', 'in', 'out', 'fee', 'balance'];

/** RFC 4180, with a header; amounts are never below zero, and no text can be taken for a formula by a spreadsheet. */
export function csvOf(statement: Statement): string {
  const { from, until, opening, lines } = statement;
  const bound = (at: Date, word: string, balance: Units): string[] => [
    ...[at.toISOString(), '', word, '', '', '', '', '', decimalOf(balance)],
  ];
  const rows = lines.map((line) => [
    line.at.toISOString(),
    line.id,
    line.type,
    line.counterparty.userId ?? line.counterparty.account,
    line.memo ?? '',
    line.direction === 'IN' ? decimalOf(line.amount + line.fee) : '',
    line.direction === 'OUT' ? decimalOf(line.amount + line.fee) : '',
    line.fee > 0n ? decimalOf(line.fee) : '',
    decimalOf(line.balanceAfter),
  ]);
  return [HEAD, bound(from, 'OPENING', opening), ...rows, bound(until, 'CLOSING', closingOf(statement))]
    .map((row) => `${row.map(cellOf).join(',')}\r\n`)
    .join('');
}

/** Always quoted; a leading character with which spreadsheets begin a formula is put behind an apostrophe. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export function jsonOf(statement: Statement): string {
  const { userId, from, until, opening, lines } = statement;
  return JSON.stringify({
    wallet: userId,
    from: from.toISOString(),
    until: until.toISOString(),
    opening: decimalOf(opening),
    closing: decimalOf(closingOf(statement)),
    lines: lines.map((line) => ({
      time: line.at.toISOString(),
      transfer: line.id,
      type: line.type,
      direction: line.direction,
      counterparty: line.counterparty,
      memo: line.memo,
      amount: decimalOf(line.amount),
      fee: decimalOf(line.fee),
      balance: decimalOf(line.balanceAfter),
    })),
  });
}

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BUZ } from '#kernel/buz';
import { isRefusal } from '#kernel/refusal';
import { heldOf, poolOf, walletOf, type Account, type AccountKind } from './account.ts';
import { Book } from './book.ts';
import { bookModel, type Want } from './book-model.fixture.ts';
import type { Command } from './command.ts';

/** Person 3 is frozen; there is nobody behind person 4. */
const PEOPLE = ['p0', 'p1', 'p2', 'p3'];
const NOW = new Date('2026-01-05T09:00:00Z');
const START = 30n * BUZ;
const POOL = poolOf('REWARDS');

function accounts(): Map<string, Account> {
  const made = new Map<string, Account>();
  const open = (address: string, kind: AccountKind, ownerId: string | null, balance: bigint): void =>
    void made.set(address, {
      ...{
        id: String(made.size + 1),
        address,
        kind,
        ownerId,
        balance,
        version: 0n,
        floor: 0n,
        ceiling: null,
        sent: 0n,
      },
      ...{ status: ownerId === 'p3' ? 'FROZEN' : 'ACTIVE', documents: ['BTS', 'BPP'], verified: true, lastAt: NOW },
    });
  for (const person of PEOPLE) {
    open(walletOf(person), 'WALLET', person, START);
    open(heldOf(person), 'HELD', person, 0n);
  }
  open(POOL, 'POOL', null, START);
  open('treasury', 'TREASURY', null, 0n);
  return made;
}

const person = fc.constantFrom('p0', 'p1', 'p2', 'p3', 'p4');
const holder = fc.constantFrom('p0', 'p1', 'p2');
const amount = fc.oneof(fc.bigInt(1n, 20n * BUZ), fc.constantFrom(BUZ, 5n * BUZ, 10n * BUZ, START));
const part = fc.option(amount, { nil: undefined });
const ref = fc.nat(11);
const key = fc.option(fc.constantFrom('k1', 'k2', 'k3'), { nil: undefined });
const wants: fc.Arbitrary<Want> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('SEND' as const), from: person, to: person, amount, key }) },
  fc.record({ kind: fc.constant('GRANT' as const), to: person, amount, key }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('HOLD' as const), from: holder, amount, key, due: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('POST' as const), ref, amount: part, key }) },
  fc.record({ kind: fc.constantFrom('VOID' as const, 'EXPIRE' as const), ref, key }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('REVERSE' as const), ref, amount: part, key }) },
);

function commandOf(want: Want, at: number): Command {
  const any = {
    id: `t${at}`,
    actorId: null,
    type: 'PURCHASE' as const,
    ...(want.key && { once: { scope: 's', key: want.key } }),
  };
  switch (want.kind) {
    case 'SEND':
      return { ...any, kind: 'SEND', from: want.from, to: want.to, amount: want.amount };
    case 'GRANT': {
      const legs = [
        { account: POOL, amount: -want.amount },
        { account: walletOf(want.to), amount: want.amount },
      ];
      return { ...any, kind: 'MOVE', legs };
    }
    case 'HOLD': {
      const expiresAt = new Date(NOW.getTime() + (want.due ? 0 : 1));
      return { ...any, kind: 'HOLD', from: want.from, amount: want.amount, expiresAt };
    }
    case 'POST':
      return { ...any, kind: 'POST', pendingId: `t${want.ref}`, to: POOL, ...(want.amount && { amount: want.amount }) };
    case 'VOID':
    case 'EXPIRE':
      return { ...any, kind: want.kind, pendingId: `t${want.ref}` };
    case 'REVERSE':
      return { ...any, kind: 'REVERSE', reversesId: `t${want.ref}`, ...(want.amount && { amount: want.amount }) };
  }
}

/** Found once in ten thousand runs: it was taken for the first one, because the payer's wallet had moved too. */
const TO_ONESELF_UNDER_THE_SAME_KEY: Want[] = ['p1', 'p0'].map((to) => {
  return { kind: 'SEND', from: 'p0', to, amount: 10n * BUZ, key: 'k1' };
});

test('the book decides and moves as a model does that knows nothing of legs, versions or pages', () => {
  fc.assert(
    fc.property(fc.array(wants, { minLength: 1, maxLength: 12 }), (asked) => {
      const page = {
        ...{ now: NOW, accounts: accounts(), known: new Map(), holds: new Map(), originals: new Map() },
        sentBefore: new Map(PEOPLE.map((one) => [walletOf(one), { DAY: 0n, MONTH: 0n, YEAR: 0n }])),
      };
      const book = new Book(page);
      const model = bookModel(START);
      asked.forEach((want, at) => {
        const outcome = book.decide(commandOf(want, at));
        if (!isRefusal(outcome) && !outcome.replayed) {
          page.originals.set(outcome.transfer.id, { ...outcome, reversed: 0n });
          expect(outcome.entries.reduce((sum, entry) => sum + entry.amount, 0n)).toBe(0n);
        }
        const answer = isRefusal(outcome) ? outcome.name : outcome.transfer.id;
        expect([want, answer]).toEqual([want, model.decide(want, at)]);
        for (const [address, balance] of model.balances) {
          expect([address, page.accounts.get(address)!.balance]).toEqual([address, balance]);
        }
      });
    }),
    { numRuns: 1_000, verbose: 1, examples: [[TO_ONESELF_UNDER_THE_SAME_KEY]] }, // a failure prints its seed and the smallest sequence
  );
});

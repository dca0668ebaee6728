import { decimalOf } from '#kernel/buz';
import { isId, newId } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import { refuseStale } from '#chassis/identity/step-up';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { answerOnce } from '#chassis/storage/answer-once';
import {
  alreadyEnded,
  INVESTMENT_RULES,
  mayEnd,
  refuseInvestment,
  type Investment,
  type InvestmentState,
  type InvestmentType,
} from '../domain/investment.ts';
import { invested, investmentEnded, investmentOpened } from '../published/investments.events.ts';
import {
  dueInvestments,
  endInvestment,
  insertInvestment,
  isKnownVenture,
  lockInvestment,
} from '../storage/investments.store.ts';
import { openEscrow, payEscrow, returnEscrow, type Escrow } from './escrow.ts';

const DAY_MS = 86_400_000;

export interface InvestInput {
  readonly ventureId: string;
  readonly type: InvestmentType;
  readonly amount: bigint;
  readonly idempotencyKey: string;
}

/** Puts BUZ into escrow for a venture, which answers within 30 days. */
export async function invest(scope: Scope, input: InvestInput): Promise<{ investmentId: string } | Refusal> {
  const investorId = scope.caller.userId!;
  const refused = refuseStale(scope.caller) ?? refuseInvestment(input.amount);
  if (refused) return refused;
  const { idempotencyKey: key, ventureId, type, amount } = input;
  const body = { ventureId, type, amount: String(amount) };
  return scope.transact((tx) =>
    answerOnce(tx.sql, { actorId: investorId, key, operation: 'invest', body }, async () => {
      if (!isId(ventureId) || !(await isKnownVenture(tx.sql, ventureId))) return noVenture();
      const now = scope.clock.now();
      const expiresAt = new Date(now.getTime() + INVESTMENT_RULES.answerDays * DAY_MS);
      const one: Investment = {
        ...{ id: newId(), investorId, ventureId, type, amount, state: 'PENDING', because: null },
        ...{ openedAt: now, expiresAt, endedAt: null },
      };
      await insertInvestment(tx.sql, one);
      const unpaid = await openEscrow(tx, escrowOf(one), now);
      if (unpaid) return unpaid;
      await tx.tell(investmentOpened, one.id, bodyOf(one));
      return { investmentId: one.id };
    }),
  );
}

/** The investor takes the escrow back before the venture has answered. Somebody else's looks like a missing one. */
export async function withdrawInvestment(
  scope: Scope,
  input: { investmentId: string },
): Promise<{ investmentId: string } | Refusal> {
  const stale = refuseStale(scope.caller);
  if (stale) return stale;
  return scope.transact(async (tx) => {
    const one = isId(input.investmentId) ? await lockInvestment(tx.sql, input.investmentId) : null;
    if (!one || one.investorId !== scope.caller.userId) return refusal('NotFound', 'There is no such investment.');
    if (!mayEnd(one.state)) return alreadyEnded(one.state);
    await giveBack(tx, one, 'WITHDRAWN', null, scope.clock.now());
    return { investmentId: one.id };
  });
}

/** The venture's answer: what was withdrawn or has expired before it stays as it is. */
export async function answerInvestment(
  scope: Scope,
  answer: { investmentId: string; accepted: boolean; because: string | null },
): Promise<void> {
  await scope.transact(async (tx) => {
    const one = await lockInvestment(tx.sql, answer.investmentId);
    if (!one || !mayEnd(one.state)) return;
    const now = scope.clock.now();
    if (!answer.accepted) return giveBack(tx, one, 'REJECTED', answer.because, now);
    await endInvestment(tx.sql, one.id, { state: 'ACCEPTED', because: null, now });
    await payEscrow(tx, escrowOf(one), one.ventureId, now);
    await tx.tell(invested, one.id, bodyOf(one));
  });
}

/** Ends what was not answered in time, each in a transaction of its own. Several replicas share the work. */
export async function expireInvestments(scope: Scope): Promise<number> {
  for (let ended = 0; ; ended++) {
    const more = await scope.transact(async (tx) => {
      const now = scope.clock.now();
      const [id] = await dueInvestments(tx.sql, now, 1);
      const one = id ? await lockInvestment(tx.sql, id) : null;
      if (one) await giveBack(tx, one, 'EXPIRED', null, now);
      return one !== null;
    });
    if (!more) return ended;
  }
}

async function giveBack(
  tx: Transaction,
  one: Investment,
  outcome: Exclude<InvestmentState, 'PENDING' | 'ACCEPTED'>,
  because: string | null,
  now: Date,
): Promise<void> {
  await endInvestment(tx.sql, one.id, { state: outcome, because, now });
  await returnEscrow(tx, escrowOf(one), now);
  const { id: investmentId, ventureId, investorId } = one;
  await tx.tell(investmentEnded, one.id, { investmentId, ventureId, investorId, outcome });
}

const escrowOf = ({ id, investorId, amount }: Investment): Escrow => ({
  type: 'INVESTMENT',
  ownerId: investorId,
  amount,
  subject: { type: 'investment', id },
});

function bodyOf({ id, ventureId, investorId, type, amount }: Investment) {
  return { investmentId: id, ventureId, investorId, kind: type, amount: decimalOf(amount) };
}

export const noVenture = () => refusal('NotFound', 'There is no active venture under that id.');

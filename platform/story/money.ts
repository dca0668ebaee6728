import type { StandIn } from '../stand-in/stand-in.ts';
import type { Cast } from './chapters.ts';
import type { Person } from './person.ts';

/** Everybody has signed what members and holders of BUZ sign; the identity of the investor is verified. */
export async function signPapers({ founder, builder, investor }: Cast, standIn: StandIn): Promise<void> {
  await Promise.all(
    [founder, builder, investor].map(async ({ id }) => {
      await standIn.sign(id, 'MEMBER');
      await standIn.sign(id, 'TOKEN');
    }),
  );
  await standIn.approveIdentity(investor.id);
}

/**
 * The administrator gives everybody something to begin with, all of it below what takes two people; then some of it changes hands, and somebody
 * says thanks. What takes two waits for the second of them: a newcomer may say yes to it as the administrator (`buzActs`, `approveBuzAct`).
 * The keys are always the same, so a story that was interrupted does nothing twice.
 */
export async function bringMoney({ admin, auditor, founder, builder, investor }: Cast): Promise<void> {
  const grants = [
    ['founder', founder, '2000'],
    ['builder', builder, '1000'],
    ['investor', investor, '4000'],
  ] as const;
  for (const [part, { id: userId }, amount] of grants) {
    const reason = 'Something to begin with: the demo story';
    const grant = { pool: 'COMMUNITY', userId, amount, reason, idempotencyKey: `story-grant-${part}` };
    await admin.graph.act('grantBuz', 'BuzAdministered', grant, 'transferId');
  }
  const prize = {
    ...{ pool: 'COMMUNITY', userId: builder.id, amount: '12000', reason: 'A prize for the first prototype' },
    idempotencyKey: 'story-prize',
  };
  await auditor.graph.act('grantBuz', 'BuzAdministered', prize, 'act { id }');
  await pay(investor, founder, '120', 'For the first look at the plan', 'story-first-look');
  await pay(founder, builder, '250', 'For the prototype', 'story-prototype');
  await pay(builder, investor, '25', 'Lunch is on me', 'story-lunch');
  const thanks = {
    receiverId: builder.id,
    text: 'The prototype ran on the first day.',
    idempotencyKey: 'story-thanks',
  };
  await founder.graph.act('giveKudos', 'KudosGiven', thanks, '__typename');
}

async function pay(from: Person, to: Person, amount: string, memo: string, idempotencyKey: string): Promise<void> {
  const input = { toUserId: to.id, amount, memo, idempotencyKey };
  await from.graph.act('transferBuz', 'TransferCompleted', input, 'transferId');
}

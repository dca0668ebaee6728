import { z } from 'zod';
import type { EventContract } from '#kernel/event';

const amount = z.string().regex(/^-?\d+(\.\d{1,6})?$/);

export const transferred: EventContract<{
  transferId: string;
  kind: string;
  type: string;
  amount: string;
  fee: string;
  pendingId: string | null;
  reversesId: string | null;
  subject: { type: string; id: string } | null;
  owners: { userId: string; account: string; amount: string; balance: string; version: string }[];
}> = {
  producer: 'buz',
  aggregate: 'transfer',
  type: 'buz.transferred',
  version: 1,
  when: 'A transfer was written into the ledger, whatever for; the aggregate is the transfer, and this is its only event. `owners` are the accounts of people that it changed. Amounts are BUZ as decimal strings.',
  body: z.object({
    transferId: z.uuid(),
    kind: z.string(),
    type: z.string(),
    amount,
    fee: amount,
    pendingId: z.uuid().nullable(),
    reversesId: z.uuid().nullable(),
    subject: z.object({ type: z.string(), id: z.uuid() }).nullable(),
    owners: z.array(
      z.object({ userId: z.uuid(), account: z.string(), amount, balance: amount, version: z.string().regex(/^\d+$/) }),
    ),
  }),
};

export const walletOpened: EventContract<{ userId: string }> = {
  producer: 'buz',
  aggregate: 'wallet',
  type: 'buz.wallet_opened',
  version: 1,
  when: 'A wallet was opened: the e-mail address of its owner was verified. The aggregate is the owner.',
  body: z.object({ userId: z.uuid() }),
};

export const ledgerEvents: readonly EventContract[] = [transferred, walletOpened];

import type { Units } from '#kernel/buz';
import type { Account } from './account.ts';
import { TRANSFER_RULES, type LimitWindow } from './transfer-rules.ts';

/** How much of one rolling window is used. */
export interface LimitUse {
  readonly window: LimitWindow;
  readonly maximum: Units;
  readonly used: Units;
  readonly left: Units;
}

/** What may still be sent within each window, as the next transfer will be asked. */
export function limitsOf(sent: Units, sentBefore: Readonly<Record<LimitWindow, Units>>): LimitUse[] {
  return TRANSFER_RULES.windows.map(({ name, maximum }) => {
    const used = sent - sentBefore[name];
    return { window: name, maximum, used, left: maximum > used ? maximum - used : 0n };
  });
}

/** What may be sent within 30 days without a verified identity; null for who has one. */
export function leftUnverified(
  { verified, sent }: Pick<Account, 'verified' | 'sent'>,
  sentBefore: Readonly<Record<LimitWindow, Units>>,
): Units | null {
  if (verified) return null;
  const used = sent - sentBefore.MONTH;
  return TRANSFER_RULES.unverifiedMonth > used ? TRANSFER_RULES.unverifiedMonth - used : 0n;
}

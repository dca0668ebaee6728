import { z } from 'zod';
import type { EventContract } from '#kernel/event';

export const reconciliationDiffered: EventContract<{
  reconciliationId: string;
  differences: number;
  checks: Record<string, { checked: number; differences: number }>;
}> = {
  producer: 'buz',
  aggregate: 'reconciliation',
  type: 'buz.reconciliation_differed',
  version: 1,
  when: 'A reconciliation of the ledger ended and something did not agree: somebody has to look at once.',
  body: z.object({
    reconciliationId: z.uuid(),
    differences: z.number().int().positive(),
    checks: z.record(z.string(), z.object({ checked: z.number().int(), differences: z.number().int() })),
  }),
};

export const proofEvents: readonly EventContract[] = [reconciliationDiffered];

import type { ActKind } from './act-kind.ts';
import { grantAct } from './grant-buz.ts';
import { reversalAct } from './reverse-transfer.ts';

/** Everything that takes two people, by its kind; a line per part of the business. */
export const ACT_KINDS: readonly ActKind[] = [grantAct as ActKind, reversalAct as ActKind];

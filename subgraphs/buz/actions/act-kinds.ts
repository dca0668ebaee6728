import type { ActKind } from './act-kind.ts';
import { programmeClosingAct, programmeOpeningAct } from './change-programme.ts';
import { ruleChangeAct } from './change-rule.ts';
import { grantAct } from './grant-buz.ts';
import { reversalAct } from './reverse-transfer.ts';

/** Everything that takes two people, by its kind; a line per part of the business. */
export const ACT_KINDS: readonly ActKind[] = [
  grantAct as ActKind,
  reversalAct as ActKind,
  ruleChangeAct as ActKind,
  programmeOpeningAct as ActKind,
  programmeClosingAct as ActKind,
];

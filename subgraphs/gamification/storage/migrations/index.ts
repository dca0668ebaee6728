import type { NamedMigration } from '#chassis/storage/database';
import { XpLedger } from './0001-xp-ledger.ts';
import { FactLog } from './0002-fact-log.ts';

export const gamificationMigrations: readonly NamedMigration[] = [
  { name: '0001-xp-ledger', class: XpLedger },
  { name: '0002-fact-log', class: FactLog },
];

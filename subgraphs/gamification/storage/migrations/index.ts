import type { NamedMigration } from '#chassis/storage/database';
import { XpLedger } from './0001-xp-ledger.ts';

export const gamificationMigrations: readonly NamedMigration[] = [{ name: '0001-xp-ledger', class: XpLedger }];

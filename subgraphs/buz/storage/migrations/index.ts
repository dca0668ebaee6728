import type { NamedMigration } from '#chassis/storage/database';
import { Ledger } from './0001-ledger.ts';
import { Genesis } from './0002-genesis.ts';

export const buzMigrations: readonly NamedMigration[] = [
  { name: '0001-ledger', class: Ledger },
  { name: '0002-genesis', class: Genesis },
];

import { Migration } from '@mikro-orm/migrations';
import type { Pool } from 'pg';
import { roadTables, roadTraces } from '#chassis/events/tables';
import type { RunnableJob } from '#chassis/jobs/runner';
import type { NamedMigration } from '#chassis/storage/database';
import type { Subgraph } from './subgraph.ts';

/** A migration from plain statements: what the chassis itself keeps in every subgraph's schema. */
export function statementsMigration(name: string, statements: readonly string[]): NamedMigration {
  class Statements extends Migration {
    override up(): void {
      for (const statement of statements) this.addSql(statement);
    }
  }
  return { name, class: Statements };
}

/** Nonces of sealed mutations. Wall clock: a seal is refused by its age after 60 s, so older rows protect nothing. */
export const NONCE_MIGRATION = statementsMigration('chassis-0001-spent-nonce', [
  `create table spent_nonce (
     nonce text primary key,
     spent_at timestamptz not null default clock_timestamp()
   )`,
  'create index spent_nonce_by_age on spent_nonce (spent_at)',
]);

/** The first answer under every idempotency key (chassis/storage/answer-once.ts). */
export const ANSWERED_MIGRATION = statementsMigration('chassis-0002-answered', [
  `create table answered (
     actor_id uuid not null,
     key text not null,
     body jsonb not null,
     answer jsonb,
     answered_at timestamptz not null default clock_timestamp(),
     primary key (actor_id, key)
   )`,
]);

/** Everything that makes the schema of a subgraph, in order: the chassis' own tables come first. */
export function migrationsOf({ migrations }: Pick<Subgraph<never>, 'migrations'>): NamedMigration[] {
  return [
    statementsMigration(roadTables.name, roadTables.up),
    NONCE_MIGRATION,
    ANSWERED_MIGRATION,
    statementsMigration(roadTraces.name, roadTraces.up),
    ...migrations,
  ];
}

/** Removes nonces whose seals are refused by their age anyway. */
export function forgetNonces(pool: Pool): RunnableJob {
  return {
    task: 'forget-nonces',
    cron: '*/10 * * * *',
    run: async () => void (await pool.query("delete from spent_nonce where spent_at < now() - interval '5 minutes'")),
  };
}

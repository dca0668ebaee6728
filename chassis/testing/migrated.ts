import { Migration } from '@mikro-orm/migrations';
import { prepareJobs } from '#chassis/jobs/runner';
import { migrationsOf } from '#chassis/mount/machinery';
import type { Subgraph } from '#chassis/mount/subgraph';
import { openDatabase, type NamedMigration } from '#chassis/storage/database';
import { testDatabase, type TestDatabase } from './database.ts';
import { SILENT } from './road-town.ts';

/**
 * A database where the tables of `definition` are made already: mounting finds every migration done. They are made once per run and set of
 * migrations, the way mounting makes them.
 */
export async function migratedDatabase(
  definition: Pick<Subgraph<never>, 'name' | 'entities' | 'migrations'>,
): Promise<TestDatabase> {
  const { name, entities } = definition;
  const migrations = migrationsOf(definition);
  return testDatabase([name], {
    variant: JSON.stringify(await Promise.all(migrations.map(written))),
    async prepare({ urlOf }) {
      const database = await openDatabase({ name, url: urlOf(name), entities, migrations, log: SILENT });
      await database.close();
      await prepareJobs({ databaseUrl: urlOf(name), schema: `${name}_jobs`, log: SILENT });
    },
  });
}

/** Its name and SQL: two toys of one name in two files are not the same. */
async function written({ name, class: Made }: NamedMigration): Promise<readonly string[]> {
  const migration = new Made() as Migration;
  await migration.up();
  return [name, ...migration.getQueries().map(String)];
}

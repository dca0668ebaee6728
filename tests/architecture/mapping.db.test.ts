import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { EntityMetadata } from '@mikro-orm/core';
import { mountForTest } from '#chassis/testing/mounted';
import { subgraphModules } from '#platform/subgraph-modules';

interface Column {
  readonly type: string;
  readonly nullable: boolean;
}

/** What PostgreSQL calls the types that mappings name. */
const SAME_TYPE: Readonly<Record<string, string>> = {
  timestamptz: 'timestamp with time zone',
  int: 'integer',
  bool: 'boolean',
  'varchar(255)': 'text',
};
const nameOf = (type: string): string => {
  const plain = type.replace(/\(\d+\)$/, '');
  return SAME_TYPE[type] ?? SAME_TYPE[plain] ?? plain;
};

const modules = await subgraphModules();
const env = {
  USERS_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  USERS_FILE_KEY: randomBytes(32).toString('base64'),
};

describe.each(modules.map((one) => [one.name, one] as const))('%s', (name, module) => {
  test('maps its entities onto the tables that its migrations make, column by column', async () => {
    const mount = await mountForTest(module.define(env));
    try {
      const { orm, roadPool } = mount.mounted.database;
      const { rows } = await roadPool.query<{ table: string; column: string; type: string; nullable: boolean }>(
        `select table_name as table, column_name as column, is_nullable = 'YES' as nullable,
                case when data_type = 'ARRAY' then ltrim(udt_name, '_') || '[]' when data_type = 'USER-DEFINED' then udt_name else data_type end as type
         from information_schema.columns where table_schema = $1`,
        [name],
      );
      const columns = new Map<string, Column>(rows.map((row) => [`${row.table}.${row.column}`, row]));
      const entities = [...orm.getMetadata().getAll().values()].filter((meta) => !meta.tableName.endsWith('migration'));
      expect(entities.flatMap((meta) => differences(meta, columns))).toEqual([]);
      expect(entities.length).toBe(module.define(env).entities.length);
    } finally {
      await mount.stop();
    }
  });
});

function differences(meta: EntityMetadata, columns: ReadonlyMap<string, Column>): string[] {
  return meta.props
    .filter((property) => property.persist !== false)
    .flatMap((property) => {
      const place = `${meta.tableName}.${property.fieldNames[0]!}`;
      const column = columns.get(place);
      if (!column) return [`${place} is mapped, and no migration makes it`];
      const mapped = nameOf(property.columnTypes[0]!);
      return [
        ...(mapped === nameOf(column.type) ? [] : [`${place} is mapped as ${mapped}, and is ${column.type}`]),
        ...(Boolean(property.nullable) === column.nullable
          ? []
          : [`${place}: the mapping and the table differ on null`]),
      ];
    });
}

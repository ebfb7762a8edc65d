import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, testDatabases } from '../testing/index.ts';
import { dumpTables } from './dump-tables.ts';
import { dumpTypes } from './dump-types.ts';
import { sqlDirectory } from './sql-files.ts';

const mysql = testDatabases().find(({ name }) => name === 'mysql');

describe.skipIf(mysql === undefined)('what the migrations make on MySQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(mysql as NonNullable<typeof mysql>, { isNew: true });
  });
  afterAll(() => database?.drop());

  test('is sql/schema.sql', async () => {
    await expect(await dumpTables(database.pool)).toMatchFileSnapshot(`${sqlDirectory}schema.sql`);
  });

  test('is what packages/schema/src/tables.ts says of tables, columns, types and what may be NULL', async () => {
    await expect(await dumpTypes(database.pool)).toMatchFileSnapshot(`${import.meta.dirname}/../tables.ts`);
  });
});

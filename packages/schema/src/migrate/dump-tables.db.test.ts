import { expect, test } from 'vitest';
import { createTestDatabase, testDatabases } from '../testing/index.ts';
import { dumpTables } from './dump-tables.ts';
import { sqlDirectory } from './sql-files.ts';

const mysql = testDatabases().find(({ name }) => name === 'mysql');

test.skipIf(mysql === undefined)('sql/schema.sql is what the migrations make on MySQL', async () => {
  const database = await createTestDatabase(mysql as NonNullable<typeof mysql>);
  const dump = await dumpTables(database.pool);
  await database.drop();
  await expect(dump).toMatchFileSnapshot(`${sqlDirectory}schema.sql`);
});

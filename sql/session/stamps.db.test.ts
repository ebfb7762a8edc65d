import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { stampedTables } from '../stamps.ts';

/** Tables with such columns whose own triggers or routines fill them in, and where. */
const filledInElsewhere: Readonly<Record<string, string>> = {
  import_batches: 'begin_batch',
  queues: 'queues_before_insert_10_look_up, queues_before_update_10_check',
};

describe.each(serviceDatabases())('the list of stamps on $name', (server) => {
  const database = boardTest(server);

  test('names every column that says who wrote or changed a row and when', async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>(
      `SELECT table_name AS name, GROUP_CONCAT(column_name ORDER BY column_name) AS names FROM information_schema.columns
       WHERE table_schema = DATABASE() AND column_name REGEXP '^(created|written|updated)_(at|by)$'
         AND table_name IN (SELECT t.table_name FROM information_schema.tables t
                            WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE')
       GROUP BY table_name HAVING SUM(column_name LIKE '%by') > 0 ORDER BY table_name`,
    );
    const found = rows.filter(({ name }) => !(name in filledInElsewhere));
    expect(Object.fromEntries(found.map(({ name, names }) => [name, names.split(',')]))).toEqual(
      Object.fromEntries(
        Object.entries(stampedTables).map(([name, { written, changed = [] }]) => [
          name,
          [...written, ...changed].toSorted(),
        ]),
      ),
    );
  });
});

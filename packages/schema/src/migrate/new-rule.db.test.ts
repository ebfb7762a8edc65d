import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import { boardTest } from '../testing/board-test.ts';
import { createBoard, drift, testDatabases } from '../testing/index.ts';
import { migrate } from './migrate.ts';

describe.each(testDatabases())('a rule that is new in this version on $name', (server) => {
  const database = boardTest(server);
  beforeAll(async () => {
    await createBoard(database.pool);
  });

  const switches = async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>(
      'SELECT DISTINCT rules_enforced FROM queue_state',
    );
    return rows.map((row) => row.rules_enforced);
  };

  test('is enforced in every queue after the upgrade, with no migration that names it', async () => {
    const now = await switches();
    expect(now).toEqual([expect.stringContaining('transitions')]);
    // As a version without the rule about transitions left the board.
    await database.pool.query('DROP FUNCTION rules_enforced');
    await database.pool.query(
      "CREATE FUNCTION rules_enforced(p_value_stream VARCHAR(64)) RETURNS VARCHAR(255) NO SQL RETURN ''",
    );
    await database.pool.query(
      "UPDATE schema_migrations SET checksum = 'older' WHERE name = 'routines/rules_enforced'",
    );
    await database.pool.query('CALL apply_settings()');
    expect(await switches()).toEqual(['']);

    expect(await migrate(database.url)).toEqual({ migrations: [], repeatables: ['routines/rules_enforced'] });

    expect(await switches()).toEqual(now);
    expect(await drift(database.pool)).toEqual([]);
  });
});

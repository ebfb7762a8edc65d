import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { parseDatabaseUrl, withDatabase } from '../database-url.ts';
import { checksumOf, currentVersion, readRepeatables, readSqlFiles } from '../migrate/sql-files.ts';
import { createPool } from '../pool.ts';
import { emptyBoard, tellNextIds } from './empty-board.ts';

/*
 * A new board costs MySQL two seconds, most of it for its 281 triggers, and tests need hundreds of them. Boards that a test left as
 * it found them stay on the server, emptied, for the next test that asks for one.
 */

const noted = 'kanban_test_boards';

/** A board that another test left, or undefined. */
export async function takeLeftBoard(adminUrl: string): Promise<string | undefined> {
  const version = await boardVersion;
  return withNotes(adminUrl, async (connection) => {
    await connection.beginTransaction();
    const [[left]] = await connection.query<RowDataPacket[]>(
      'SELECT name FROM left_boards WHERE version = ? LIMIT 1 FOR UPDATE SKIP LOCKED',
      [version],
    );
    if (left) await connection.query('DELETE FROM left_boards WHERE name = ?', [left.name]);
    await connection.commit();
    return left && String(left.name);
  });
}

/** Notes how the objects of a board are that was just made: boards that differ at their end are dropped. */
export async function noteMade(adminUrl: string, board: string): Promise<void> {
  const version = await boardVersion;
  await withNotes(adminUrl, async (connection) => {
    const [[known]] = await connection.query<RowDataPacket[]>('SELECT 1 FROM versions WHERE version = ?', [
      version,
    ]);
    if (!known)
      await connection.query('INSERT IGNORE INTO versions (version, objects) VALUES (?, ?)', [
        version,
        await objectsOf(connection, board),
      ]);
  });
}

/** True once a delivery was written, also if it is gone: Redis may know the ids of its jobs, which a next test would use again. */
export async function hasDelivered(pool: Pool): Promise<boolean> {
  const connection = await pool.getConnection();
  try {
    await tellNextIds(connection);
    const [[deliveries]] = await connection.query<RowDataPacket[]>(
      `SELECT auto_increment AS next FROM information_schema.tables
       WHERE table_schema = DATABASE() AND table_name = 'deliveries'`,
    );
    return Number(deliveries?.next ?? 1) > 1;
  } finally {
    connection.release();
  }
}

export async function dropBoard(adminUrl: string, board: string): Promise<void> {
  const pool = createPool(adminUrl, { connectionLimit: 1 });
  await pool.query('DROP DATABASE ??', [board]).finally(() => pool.end());
}

/** Leaves a board to the next test, emptied; false if it is in use or differs from a new one. */
export async function leaveBoard(url: string): Promise<boolean> {
  const pool = createPool(url, { connectionLimit: 1, asServerIsolates: true });
  try {
    await emptyBoard(pool);
  } catch {
    return false;
  } finally {
    await pool.end();
  }
  const { database: board = '' } = parseDatabaseUrl(url);
  return withNotes(withDatabase(url, ''), async (connection) => {
    if ((await isConnectedTo(connection, board)) || !(await isSound(connection, board))) return false;
    await connection.query('INSERT INTO left_boards (name, version) VALUES (?, ?)', [
      board,
      await boardVersion,
    ]);
    return true;
  });
}

async function isConnectedTo(connection: PoolConnection, board: string): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM information_schema.processlist WHERE db = ?',
    [board],
  );
  return rows.length > 0;
}

/** Whether a board's objects are those of a new one, and nobody was given rights on it. */
export async function isSound(connection: PoolConnection, board: string): Promise<boolean> {
  const [[made]] = await connection.query<RowDataPacket[]>(
    `SELECT objects FROM ${noted}.versions WHERE version = ?`,
    [await boardVersion],
  );
  const [[rights]] = await connection.query<RowDataPacket[]>(
    `SELECT (SELECT COUNT(*) FROM mysql.db WHERE db = ?) + (SELECT COUNT(*) FROM mysql.tables_priv WHERE db = ?)
          + (SELECT COUNT(*) FROM mysql.procs_priv WHERE db = ?) AS given`,
    [board, board, board],
  );
  return Number(rights?.given) === 0 && made?.objects === (await objectsOf(connection, board));
}

/** Changes whenever a file changes that boards are made from: servers for development live longer than those. */
const boardVersion = Promise.all([readSqlFiles('migrations'), readRepeatables(currentVersion)]).then(
  (files) =>
    checksumOf(
      files
        .flat()
        .map(({ name, checksum }) => `${name} ${checksum}`)
        .join('\n'),
    ),
);

/** One text for all that is made in a database, and for how. */
async function objectsOf(connection: PoolConnection, board: string): Promise<string> {
  const kinds = [
    ['tables', 'table_schema', 'table_name, engine, row_format, table_collation, create_options'],
    ['triggers', 'trigger_schema', 'trigger_name, action_statement, action_order, definer, sql_mode'],
    ['routines', 'routine_schema', 'routine_name, routine_definition, security_type, definer, sql_mode'],
    ['views', 'table_schema', 'table_name, view_definition'],
    ['events', 'event_schema', 'event_name, event_definition, status'],
    [
      'columns',
      'table_schema',
      'table_name, column_name, column_type, is_nullable, column_default, extra, collation_name',
    ],
    ['statistics', 'table_schema', 'table_name, index_name, seq_in_index, column_name, non_unique'],
    ['table_constraints', 'table_schema', 'table_name, constraint_name, constraint_type'],
  ] as const;
  const sums: string[] = [];
  for (const [kind, schema, told] of kinds) {
    // The board's own name stands in some definitions.
    const [[row]] = await connection.query<RowDataPacket[]>(
      `SELECT CONCAT_WS(' ', COUNT(*), SUM(CRC32(REPLACE(CONCAT_WS('|', ${told}), ?, '')))) AS told
       FROM information_schema.${kind} WHERE ${schema} = ?`,
      [board, board],
    );
    sums.push(`${kind} ${row?.told}`);
  }
  return sums.join(', ');
}

async function withNotes<T>(adminUrl: string, work: (connection: PoolConnection) => Promise<T>): Promise<T> {
  const pool = createPool(adminUrl, { connectionLimit: 1 });
  try {
    const connection = await pool.getConnection();
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${noted}`);
    await connection.query(`USE ${noted}`);
    await connection.query(
      'CREATE TABLE IF NOT EXISTS left_boards (name VARCHAR(64) PRIMARY KEY, version CHAR(64) NOT NULL) ENGINE = InnoDB',
    );
    await connection.query(
      'CREATE TABLE IF NOT EXISTS versions (version CHAR(64) PRIMARY KEY, objects TEXT NOT NULL) ENGINE = InnoDB',
    );
    const answer = await work(connection);
    connection.release();
    return answer;
  } finally {
    await pool.end();
  }
}

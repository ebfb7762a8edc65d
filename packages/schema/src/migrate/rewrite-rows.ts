import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { createPool } from '../pool.ts';
import { schemaOf } from '../schema-of.ts';
import { readApplied } from './applied.ts';
import { closeBoard, letThrough, openBoard } from './board-guard.ts';
import { withTablesLocked } from './lock-tables.ts';
import { isUpgrade, noteRebuild, rebuildAll, withMigrationLock } from './migrate.ts';
import { findStale, remakeTriggers } from './repeatables.ts';
import { currentVersion } from './sql-files.ts';

/** A board that `kanban migrate` must upgrade first, also after a rewrite that was killed. */
class BoardOutOfDate extends Error {}

export interface Rewrite {
  /** With the board closed, returns the tables whose rows must change. If there are none, nothing is done. */
  plan(connection: PoolConnection): Promise<readonly string[]>;
  /** Changes the rows in one transaction. All tables are locked by name, so no aliases and no views. */
  change(connection: PoolConnection): Promise<void>;
  /** DDL after the commit. */
  finish(connection: PoolConnection): Promise<void>;
}

/**
 * Changes rows that no writer may change: the board is closed, the UPDATE triggers of these tables are dropped
 * meanwhile, and every stream is rebuilt. If it dies, the next `migrate` creates the triggers again, rebuilds and opens
 * the board: the dropped triggers and the rebuild are noted before anything changes.
 */
export async function rewriteRows(
  url: string,
  rewrite: Rewrite,
  log: (line: string) => void = () => {},
): Promise<void> {
  const pool = createPool(url, { connectionLimit: 3 });
  try {
    await withMigrationLock(pool, async (connection) => {
      const applied = await readApplied(connection);
      if (await isUpgrade(applied, await findStale(connection, currentVersion)))
        throw new BoardOutOfDate('The database is not up to date: run `kanban migrate` first.');
      await closeBoard(connection);
      const tables = await rewrite.plan(connection).catch(async (error) => {
        // Nothing is changed yet.
        await openBoard(connection);
        throw error;
      });
      if (tables.length > 0) {
        const triggers = await updateTriggers(connection, tables);
        await forget(connection, triggers);
        await withTablesLocked(connection, async () => {
          await letThrough(connection);
          for (const trigger of triggers) await connection.query('DROP TRIGGER IF EXISTS ??', [trigger]);
          await inOneTransaction(connection, () => rewrite.change(connection));
          await rewrite.finish(connection);
          await remakeTriggers(connection, currentVersion, log);
        });
        await rebuildAll(connection, log);
      }
      await openBoard(connection);
    });
  } finally {
    await pool.end();
  }
}

async function updateTriggers(connection: PoolConnection, tables: readonly string[]): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT trigger_name AS name FROM information_schema.triggers
     WHERE trigger_schema = ? AND event_object_table IN (?) AND event_manipulation = 'UPDATE'
       AND trigger_name NOT LIKE '%upgrade_guard'`,
    [await schemaOf(connection), tables],
  );
  return rows.map((row) => String(row.name));
}

async function forget(connection: PoolConnection, triggers: readonly string[]): Promise<void> {
  await noteRebuild(connection);
  if (triggers.length === 0) return;
  await connection.query("UPDATE schema_migrations SET checksum = '' WHERE name IN (?)", [
    triggers.map((name) => `triggers/${name}`),
  ]);
}

/** START TRANSACTION would release the table locks. */
async function inOneTransaction(connection: PoolConnection, work: () => Promise<void>): Promise<void> {
  await connection.query('SET autocommit = 0, foreign_key_checks = 0');
  try {
    await work();
    await connection.query('COMMIT');
  } catch (error) {
    await connection.query('ROLLBACK');
    throw error;
  } finally {
    await connection.query('SET autocommit = 1, foreign_key_checks = 1');
  }
}

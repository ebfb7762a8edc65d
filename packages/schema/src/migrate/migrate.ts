import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { requireDatabase, withDatabase } from '../database-url.ts';
import { createPool } from '../pool.ts';
import { checkServer } from '../server/check-server.ts';
import type { Wanted } from '../server/rights.ts';
import { readApplied } from './applied.ts';
import { closeBoard, openBoard } from './board-guard.ts';
import { lockCluster } from './cluster-lock.ts';
import { MigrationFailed } from './migration-failed.ts';
import { queryRepeatedly, repeatDeadlocked } from './repeat-deadlocked.ts';
import { applyRepeatables, findStale, type Stale, withoutEvents } from './repeatables.ts';
import { currentVersion, readSqlFiles, type SqlSource } from './sql-files.ts';

export interface MigrationReport {
  /** Migrations applied now, in order. */
  readonly migrations: string[];
  /** Triggers, routines and views created again because their text changed. */
  readonly repeatables: string[];
}

export interface MigrationOptions {
  /** False: skip the event of the server's event scheduler, and do not require the right to create it. */
  readonly events?: boolean;
  /** True: also require the rights that `applyRoles` needs afterwards. */
  readonly roles?: boolean;
}

/**
 * Upgrades the database at `url` to the files in `sql/`; creates it if it does not exist. Throws ServerUnfit, before
 * any change, if the server or the login's rights do not fit. May run several times at once: a row lock lets one work
 * while the others wait, and ends with the connection; on a Galera cluster there is also a lease (cluster-lock.ts).
 * MySQL commits each DDL statement, so a migration has one statement per file.
 */
export async function migrate(
  url: string,
  log: (line: string) => void = () => {},
  source: SqlSource = currentVersion,
  { events = true, roles = false }: MigrationOptions = {},
): Promise<MigrationReport> {
  // On a Galera cluster, DDL of another node can end any statement with a deadlock, also a read of the tables.
  await repeatDeadlocked(() => ensureDatabase(url, { events, roles }));
  const pool = createPool(url, { connectionLimit: 3 });
  try {
    return await withMigrationLock(pool, async (connection) => {
      const applied = await readApplied(connection);
      const isFilled = applied.size > 0;
      const stale = await findStale(connection, source);
      if (isFilled && (await isUpgrade(applied, stale))) await closeBoard(connection);
      if (isFilled && stale.changed.some(({ key }) => key === 'routines/rules_enforced'))
        await noteRebuild(connection);
      const migrations = await applyMigrations(connection, isFilled, log);
      const repeatables = await applyRepeatables(connection, events ? stale : withoutEvents(stale), {
        isNew: !isFilled,
        log,
      });
      if ((await readApplied(connection)).has(rebuildPending)) await rebuildAll(connection, log);
      await beginConfigHistory(connection);
      await openBoard(connection);
      return { migrations, repeatables };
    });
  } finally {
    await pool.end();
  }
}

async function ensureDatabase(url: string, wanted: Wanted): Promise<void> {
  const database = requireDatabase(url);
  const pool = createPool(withDatabase(url, ''), { connectionLimit: 1 });
  try {
    const connection = await pool.getConnection();
    try {
      await checkServer(connection, database, wanted);
    } finally {
      connection.release();
    }
    const [found] = await pool.query<RowDataPacket[]>(
      'SELECT 1 FROM information_schema.schemata WHERE schema_name = ?',
      [database],
    );
    if (found.length === 0) await pool.query('CREATE DATABASE IF NOT EXISTS ??', [database]);
    const [tables] = await pool.query<RowDataPacket[]>(
      "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = 'schema_migrations'",
      [database],
    );
    const [[schema]] = await pool.query<RowDataPacket[]>(
      'SELECT default_collation_name AS collation_name FROM information_schema.schemata WHERE schema_name = ?',
      [database],
    );
    if (schema?.collation_name !== 'utf8mb4_bin') {
      // Parameters and variables of routines use the collation of the database, and names are compared exactly.
      // Routines of a dump restored into another database have another collation: they are created again.
      if (tables.length > 0) {
        await pool.query("UPDATE ??.schema_migrations SET checksum = '' WHERE name LIKE '%/%'", [database]);
      }
      await pool.query('ALTER DATABASE ?? DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', [database]);
    }
  } finally {
    await pool.end();
  }
}

const lockTables = [
  `CREATE TABLE IF NOT EXISTS schema_migrations (
     name VARCHAR(128) NOT NULL PRIMARY KEY, checksum CHAR(64) NOT NULL,
     applied_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6))) ENGINE = InnoDB`,
  'CREATE TABLE IF NOT EXISTS schema_lock (id TINYINT NOT NULL PRIMARY KEY) ENGINE = InnoDB',
  'INSERT IGNORE INTO schema_lock (id) VALUES (1)',
];

export async function withMigrationLock<T>(
  pool: Pool,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> {
  const [lock, worker] = [await pool.getConnection(), await pool.getConnection()];
  try {
    for (const statement of lockTables) await queryRepeatedly(worker, statement);
    await lock.beginTransaction();
    await lock.query('SET SESSION innodb_lock_wait_timeout = 600');
    await lock.query('SELECT id FROM schema_lock WHERE id = 1 FOR UPDATE');
    // Triggers and routines keep the sql_mode in which they were created.
    await queryRepeatedly(
      worker,
      "SET SESSION sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
    );
    const unlockCluster = await lockCluster(pool, () => worker.destroy());
    try {
      return await work(worker);
    } finally {
      await unlockCluster();
    }
  } finally {
    await lock.rollback();
    lock.release();
    worker.release();
  }
}

/**
 * In `schema_migrations` from the first migration of an upgrade until everything is rebuilt, in case the migrator dies.
 */
const rebuildPending = 'rebuild pending';

/** Noted before anything changes: also a new rule, whose switch `queue_state` keeps a copy of. */
export async function noteRebuild(connection: PoolConnection): Promise<void> {
  await queryRepeatedly(connection, "INSERT IGNORE INTO schema_migrations (name, checksum) VALUES (?, '')", [
    rebuildPending,
  ]);
}

/** Whether tables, triggers or routines change while people write, or did when a migrator died. */
export async function isUpgrade(
  applied: ReadonlyMap<string, string>,
  { changed, gone }: Stale,
): Promise<boolean> {
  if (applied.has(rebuildPending)) return true;
  const files = await readSqlFiles('migrations');
  return (
    files.some((file) => !applied.has(file.name)) ||
    changed.some(({ kind }) => kind === 'triggers' || kind === 'routines') ||
    gone.length > 0
  );
}

/** From here on every change of the settings of existing streams is recorded (`config_history`). */
async function beginConfigHistory(connection: PoolConnection): Promise<void> {
  const [routines] = await queryRepeatedly<RowDataPacket[]>(
    connection,
    "SELECT 1 FROM information_schema.routines WHERE routine_schema = DATABASE() AND routine_name = 'begin_config_history'",
  );
  if (routines.length > 0) await queryRepeatedly(connection, 'CALL begin_config_history()');
}

/** Data that new tables derive from old ones is computed once the new triggers maintain it, so no move is missed. */
export async function rebuildAll(connection: PoolConnection, log: (line: string) => void): Promise<void> {
  const [streams] = await queryRepeatedly<RowDataPacket[]>(
    connection,
    'SELECT id, name FROM value_streams ORDER BY id',
  );
  for (const { id, name } of streams) {
    await rebuildStream(connection, id);
    log(`rebuilt ${name}`);
  }
  await queryRepeatedly(connection, 'DELETE FROM schema_migrations WHERE name = ?', [rebuildPending]);
}

/**
 * Movers whose items have no row in item_state yet lock gaps instead, so either of the two may be the victim of a
 * deadlock.
 */
async function rebuildStream(connection: PoolConnection, streamId: number): Promise<void> {
  await repeatDeadlocked(
    async () => {
      await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
      await connection.beginTransaction();
      await connection.query('CALL rebuild_projections(?)', [streamId]);
      await connection.commit();
    },
    () => connection.rollback(),
  );
}

async function applyMigrations(
  connection: PoolConnection,
  isFilled: boolean,
  log: (line: string) => void,
): Promise<string[]> {
  const applied = await readApplied(connection);
  const done: string[] = [];
  for (const file of await readSqlFiles('migrations')) {
    const checksum = applied.get(file.name);
    if (checksum === file.checksum) continue;
    if (checksum !== undefined) {
      throw new MigrationFailed(
        `${file.name}.sql has changed since it was applied; landed migrations are frozen, add a new one`,
      );
    }
    if (isFilled) await noteRebuild(connection);
    try {
      await queryRepeatedly(connection, file.text);
    } catch (error) {
      throw new MigrationFailed(`${file.name}.sql: ${(error as Error).message}`, { cause: error });
    }
    await queryRepeatedly(connection, 'INSERT INTO schema_migrations (name, checksum) VALUES (?, ?)', [
      file.name,
      file.checksum,
    ]);
    log(`migrated ${file.name}`);
    done.push(file.name);
  }
  return done;
}

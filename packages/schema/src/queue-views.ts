import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { NoAccess } from './check-access.ts';
import { type NamedQueue, nameQueueViews } from './queue-view-names.ts';
import { rowsAs } from './rows-as.ts';
import { schemaOf } from './schema-of.ts';

export interface QueueViewsReport {
  /** Views created or replaced, in the order of their names. */
  readonly made: string[];
  /** Views dropped because their queue was removed or renamed. */
  readonly dropped: string[];
}

/** Roles that may read the views. Views run with the rights of their creator, so no other right is needed. */
const readers = ['kanban_reader', 'kanban_mover'];

/**
 * Creates one view for each queue, `SELECT * FROM queue_development`, and drops those of removed queues; no trigger can
 * do this DDL. May run at any time and several times at once; changes nothing if all is right. Touches only views that
 * it created, by `queue_views` and their definition. Needs the rights to create and drop views and, if the roles exist,
 * to grant.
 */
export async function syncQueueViews(
  pool: Pool,
  { grants = true }: { grants?: boolean } = {},
): Promise<QueueViewsReport> {
  const [lock, worker] = [await pool.getConnection(), await pool.getConnection()];
  try {
    // A row lock on a separate connection, because DDL commits; it is the migrator's lock, so card_wall does not change
    // meanwhile.
    await lock.beginTransaction();
    await lock.query('SELECT id FROM schema_lock WHERE id = 1 FOR UPDATE');
    return await sync(worker, grants);
  } finally {
    await lock.rollback().catch(() => lock.destroy());
    lock.release();
    worker.release();
  }
}

async function sync(connection: PoolConnection, grants: boolean): Promise<QueueViewsReport> {
  const objects = await readObjects(connection);
  const known = await readKnown(connection);
  const isOurs = ([view, queueId]: [string, number]) => definitionIsOurs(objects.get(view), queueId);
  const ours = new Map([...known].filter(isOurs));
  const taken = new Set(
    [...objects.keys()].filter((name) => !ours.has(name)).map((name) => name.toLowerCase()),
  );
  const wanted = nameQueueViews(await readQueues(connection), taken);
  const roles = grants ? await readRoles(connection) : [];
  const report = { made: [] as string[], dropped: [] as string[] };

  for (const [view, queueId] of known) {
    if (wanted.get(queueId) === view) continue;
    if (ours.has(view)) {
      for (const role of roles) await revoke(connection, view, role);
      await connection.query('DROP VIEW IF EXISTS ??', [view]);
      ours.delete(view);
      report.dropped.push(view);
    }
    await connection.query('DELETE FROM queue_views WHERE view_name = ?', [view]);
  }
  const columns = await readColumns(connection, 'card_wall');
  for (const [queueId, view] of wanted) {
    if (ours.get(view) === queueId && (await readColumns(connection, view)) === columns) continue;
    // Noted first: a view that is noted and not there is made by the next run, one that is there and not noted is nobody's.
    await connection.query(
      'INSERT INTO queue_views (view_name, queue_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE view_name = ?',
      [view, queueId, view],
    );
    const replace = ours.has(view) ? 'OR REPLACE ' : '';
    await connection.query(
      `CREATE ${replace}VIEW ?? AS SELECT * FROM card_wall WHERE queue_id = ? ORDER BY place`,
      [view, queueId],
    );
    for (const role of roles) await connection.query(`GRANT SELECT ON ?? TO ${role}`, [view]);
    report.made.push(view);
  }
  return { made: report.made.sort(), dropped: report.dropped.sort() };
}

interface StoredObject {
  readonly isView: boolean;
  readonly definition: string | null;
}

/** Tables and views whose name begins as ours do. */
async function readObjects(connection: PoolConnection): Promise<Map<string, StoredObject>> {
  const schema = await schemaOf(connection);
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT t.table_name AS name, t.table_type = 'VIEW' AS isView, v.view_definition AS definition
     FROM information_schema.tables t
     LEFT JOIN information_schema.views v ON v.table_schema = ? AND v.table_name = t.table_name
     WHERE t.table_schema = ? AND t.table_name LIKE 'queue\\_%'`,
    [schema, schema],
  );
  return new Map(
    rows.map(({ name, isView, definition }) => [String(name), { isView: Boolean(isView), definition }]),
  );
}

async function readKnown(connection: PoolConnection): Promise<Map<string, number>> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT view_name, queue_id FROM queue_views');
  return new Map(rows.map((row) => [row.view_name, row.queue_id]));
}

async function readQueues(connection: PoolConnection): Promise<NamedQueue[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT id, value_stream AS stream, queue_name AS name FROM wip_limits ORDER BY id',
  );
  return rowsAs<NamedQueue>(rows);
}

/** Somebody may have put a view of their own in the place of ours. Throws NoAccess when the definition is hidden from us. */
function definitionIsOurs(object: StoredObject | undefined, queueId: number): boolean {
  if (!object?.isView) return false;
  if (!object.definition)
    throw new NoAccess('The views of the queues are kept by a login that has the right SHOW VIEW');
  const wall = '(`[^`]+`\\.)?`card_wall`';
  const asMade = new RegExp(`from ${wall} where \\(?${wall}\\.\`queue_id\` = ${queueId}\\)? order by`, 'i');
  return asMade.test(object.definition);
}

async function readColumns(connection: PoolConnection, view: string): Promise<string> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT column_name AS name, column_type AS type FROM information_schema.columns
     WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`,
    [await schemaOf(connection), view],
  );
  return JSON.stringify(rows.map(({ name, type }) => [name, type]));
}

/** The roles that are there. None for a login that may not know. */
async function readRoles(connection: PoolConnection): Promise<string[]> {
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT DISTINCT user FROM mysql.user WHERE user IN (?)',
      [readers],
    );
    return rows.map((row) => String(row.user ?? row.User));
  } catch (error) {
    if ((error as { errno?: number }).errno === 1142 || (error as { errno?: number }).errno === 1044)
      return [];
    throw error;
  }
}

/** A grant outlives its view, and would hold for whatever has the name next. */
async function revoke(connection: PoolConnection, view: string, role: string): Promise<void> {
  await connection.query(`REVOKE SELECT ON ?? FROM ${role}`, [view]).catch((error) => {
    const nothingGranted = [1141, 1147];
    if (!nothingGranted.includes(error.errno)) throw error;
  });
}

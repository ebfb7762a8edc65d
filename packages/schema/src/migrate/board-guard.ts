import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { schemaOf } from '../schema-of.ts';
import { repeatDeadlocked } from './repeat-deadlocked.ts';

const guarded = ['queues', 'wip_limits', 'work_items'] as const;
const events = ['INSERT', 'UPDATE', 'DELETE'] as const;

/** What writers hear while the database is upgraded. No routine is called: those are being exchanged. */
const refusal = `SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 9124,
  MESSAGE_TEXT = 'KANBAN_UPGRADING: the database is being upgraded; repeat the statement in a moment'`;

/**
 * Keeps writers out of the board by a trigger before all others of each of its tables. It stays when the migrator dies: a
 * board that is upgraded half-way keeps no rule. Running the migrator again goes on and opens it.
 */
export async function closeBoard(connection: PoolConnection): Promise<void> {
  for (const table of await boardTables(connection)) {
    for (const event of events) {
      const [triggers] = await connection.query<RowDataPacket[]>(
        `SELECT trigger_name AS name FROM information_schema.triggers
         WHERE trigger_schema = ? AND event_object_table = ? AND event_manipulation = ? AND action_timing = 'BEFORE'
         ORDER BY action_order`,
        [await schemaOf(connection), table, event],
      );
      const name = guardOf(table, event);
      if (triggers.some((trigger) => trigger.name === name)) continue;
      const order = triggers[0] === undefined ? '' : `PRECEDES \`${triggers[0].name}\``;
      await repeatDeadlocked(() =>
        connection.query(
          `CREATE TRIGGER ${name} BEFORE ${event} ON ${table} FOR EACH ROW ${order} ${refusal}`,
        ),
      );
    }
  }
}

/** Lets this connection alone change the rows of a closed board. Whoever finds the guard gone for a moment finds all other triggers. */
export async function letThrough(connection: PoolConnection): Promise<void> {
  for (const table of await boardTables(connection)) {
    const name = guardOf(table, 'UPDATE');
    const [[first]] = await connection.query<RowDataPacket[]>(
      `SELECT trigger_name AS name FROM information_schema.triggers
       WHERE trigger_schema = ? AND event_object_table = ? AND event_manipulation = 'UPDATE' AND action_timing = 'BEFORE'
         AND trigger_name <> ? ORDER BY action_order LIMIT 1`,
      [await schemaOf(connection), table, name],
    );
    const order = first === undefined ? '' : `PRECEDES \`${first.name}\``;
    await connection.query('DROP TRIGGER IF EXISTS ??', [name]);
    await connection.query(
      `CREATE TRIGGER ${name} BEFORE UPDATE ON ${table} FOR EACH ROW ${order}
       IF CONNECTION_ID() <> ${connection.threadId} THEN ${refusal}; END IF`,
    );
  }
}

/** Lets writers in again, also where a migrator died before it did. */
export async function openBoard(connection: PoolConnection): Promise<void> {
  const guards = guarded.flatMap((table) => events.map((event) => guardOf(table, event)));
  const [there] = await connection.query<RowDataPacket[]>(
    'SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = ? AND trigger_name IN (?)',
    [await schemaOf(connection), guards],
  );
  for (const { name } of there)
    await repeatDeadlocked(() => connection.query('DROP TRIGGER IF EXISTS ??', [name]));
}

function guardOf(table: string, event: string): string {
  return `${table}_before_${event.toLowerCase()}_upgrade_guard`;
}

/** Those of the guarded tables that are there: in the middle of the very first migration some are not. */
async function boardTables(connection: PoolConnection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name IN (?) ORDER BY table_name',
    [await schemaOf(connection), guarded],
  );
  return rows.map((row) => String(row.name));
}

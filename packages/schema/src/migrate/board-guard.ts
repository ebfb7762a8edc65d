import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { schemaOf } from '../schema-of.ts';
import { queryRepeatedly } from './repeat-deadlocked.ts';

const guarded = ['queues', 'wip_limits', 'work_items'] as const;
const events = ['INSERT', 'UPDATE', 'DELETE'] as const;

/** The error for writers during an upgrade. It calls no routine, because those are being exchanged. */
const refusal = `SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 9124,
  MESSAGE_TEXT = 'KANBAN_UPGRADING: the database is being upgraded; repeat the statement in a moment'`;

/**
 * Closes the board to writers by a trigger that fires first on each of its tables. It stays if the migrator dies,
 * because a half-upgraded board would not enforce the rules. The next migrator continues and opens the board.
 */
export async function closeBoard(connection: PoolConnection): Promise<void> {
  for (const table of await boardTables(connection)) {
    for (const event of events) {
      const [triggers] = await queryRepeatedly<RowDataPacket[]>(
        connection,
        `SELECT trigger_name AS name FROM information_schema.triggers
         WHERE trigger_schema = ? AND event_object_table = ? AND event_manipulation = ? AND action_timing = 'BEFORE'
         ORDER BY action_order`,
        [await schemaOf(connection), table, event],
      );
      const name = guardOf(table, event);
      if (triggers.some((trigger) => trigger.name === name)) continue;
      const order = triggers[0] === undefined ? '' : `PRECEDES \`${triggers[0].name}\``;
      await queryRepeatedly(
        connection,
        `CREATE TRIGGER ${name} BEFORE ${event} ON ${table} FOR EACH ROW ${order} ${refusal}`,
      );
    }
  }
}

/**
 * Lets only this connection change rows of a closed board. The guard is missing for a moment while it is exchanged; all
 * other triggers exist then too.
 */
export async function letThrough(connection: PoolConnection): Promise<void> {
  for (const table of await boardTables(connection)) {
    const name = guardOf(table, 'UPDATE');
    const [[first]] = await queryRepeatedly<RowDataPacket[]>(
      connection,
      `SELECT trigger_name AS name FROM information_schema.triggers
       WHERE trigger_schema = ? AND event_object_table = ? AND event_manipulation = 'UPDATE' AND action_timing = 'BEFORE'
         AND trigger_name <> ? ORDER BY action_order LIMIT 1`,
      [await schemaOf(connection), table, name],
    );
    const order = first === undefined ? '' : `PRECEDES \`${first.name}\``;
    await queryRepeatedly(connection, 'DROP TRIGGER IF EXISTS ??', [name]);
    await queryRepeatedly(
      connection,
      `CREATE TRIGGER ${name} BEFORE UPDATE ON ${table} FOR EACH ROW ${order}
       IF CONNECTION_ID() <> ${connection.threadId} THEN ${refusal}; END IF`,
    );
  }
}

/** Opens the board to writers again, also after a migrator that died. */
export async function openBoard(connection: PoolConnection): Promise<void> {
  const guards = guarded.flatMap((table) => events.map((event) => guardOf(table, event)));
  const [there] = await queryRepeatedly<RowDataPacket[]>(
    connection,
    'SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = ? AND trigger_name IN (?)',
    [await schemaOf(connection), guards],
  );
  for (const { name } of there) await queryRepeatedly(connection, 'DROP TRIGGER IF EXISTS ??', [name]);
}

function guardOf(table: string, event: string): string {
  return `${table}_before_${event.toLowerCase()}_upgrade_guard`;
}

/** The guarded tables that exist; during the very first migration some do not. */
async function boardTables(connection: PoolConnection): Promise<string[]> {
  const [rows] = await queryRepeatedly<RowDataPacket[]>(
    connection,
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name IN (?) ORDER BY table_name',
    [await schemaOf(connection), guarded],
  );
  return rows.map((row) => String(row.name));
}

import { createTestDatabase, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import { kanban } from './processes.ts';

/** What a person could write who means harm, or just likes angle brackets. */
export const MARKUP = '<img src=x onerror="document.title=1">';

/**
 * A database with three streams: `main`, half a year long, with a queue over its limit and an item whose texts are markup;
 * `other`, shorter and in another zone; `quiet`, in which nothing has happened.
 */
export async function createSampleBoard(): Promise<TestDatabase> {
  const [server] = serviceDatabases();
  if (!server) throw new Error('There is no database server to test on.');
  const database = await createTestDatabase(server);
  await kanban(database.url, 'simulate', '--months', '6', '--seed', '3');
  await kanban(database.url, 'simulate', '--stream', 'other', '--months', '4', '--seed', '4');
  const { pool } = database;
  await pool.query("UPDATE value_streams SET time_zone = 'Asia/Kathmandu' WHERE name = 'other'");
  await pool.query("INSERT INTO value_streams (name) VALUES ('quiet')");
  await pool.query(
    `INSERT INTO wip_limits (value_stream, queue_name, wip_limit) VALUES ('quiet', 'quiet in', 2), ('quiet', 'quiet out', -1)`,
  );
  await pool.query("INSERT INTO work_items (reference, short_desc, date_due) VALUES (?, ?, '2026-01-01')", [
    MARKUP,
    MARKUP,
  ]);
  await pool.query("INSERT INTO queues (reference, queue_name) VALUES (?, 'backlog')", [MARKUP]);
  await pool.query("UPDATE wip_limits SET wip_limit = 1 WHERE queue_name = 'development'");
  return database;
}

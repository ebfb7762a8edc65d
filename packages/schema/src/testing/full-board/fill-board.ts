import type { Pool } from 'mysql2/promise';
import { syncQueueViews } from '../../queue-views.ts';
import { moveCards } from './cards.ts';
import { writeHistory } from './history.ts';
import { logItems } from './items.ts';
import { writeLedger } from './ledger.ts';
import { makeStreams } from './streams.ts';
import { addToItems } from './things-of-items.ts';

/**
 * Fills a new board with something in every table, as people and programs do: through its triggers and routines. What a release
 * is upgraded from, in tests (../release/make-fixture.ts), so this changes with the board.
 */
export async function fillBoard(pool: Pool): Promise<void> {
  const connection = await pool.getConnection();
  try {
    await connection.query("INSERT INTO members (name, may_speak_for_others) VALUES ('root', TRUE)");
    await connection.query("SET @kanban_actor = 'anna', @kanban_reason = 'sprint'");
    await makeStreams(connection);
    await connection.query('CALL housekeep()');
    await logItems(connection);
    await moveCards(connection);
    await addToItems(connection);
    await writeHistory(connection);
    await writeLedger(connection);
  } finally {
    connection.destroy();
  }
  await pool.query('INSERT INTO work_items (reference, assignee) VALUES ?', [
    movers.map((reference, n) => [reference, n % 2 ? 'anna' : 'ben']),
  ]);
  await pool.query('INSERT INTO queues (reference, queue_name) VALUES ?', [
    movers.map((reference) => [reference, 'backlog']),
  ]);
  await syncQueueViews(pool, { grants: false });
}

/** References that nothing hinders to move. */
export const movers = Array.from({ length: 8 }, (_, n) => `mover-${n}`);

/** Tables with rows only while something is under way. */
export const emptyBetweenSessions = ['bulk_changes', 'bulk_sessions', 'history_removals'];

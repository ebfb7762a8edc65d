import { createBoard, move, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';

const instant = (text: string) => Date.parse(text) * 1000;

describe.each(serviceDatabases())('the card wall on $name', (server) => {
  const database = boardTest(server);
  beforeAll(async () => {
    await createBoard(database.pool);
    await database.pool.query(
      `INSERT INTO work_items (reference, short_desc, description, type, class_of_service, priority, assignee, date_logged, date_due)
       VALUES ('epic', 'All of it', NULL, 'epic', 'standard', 0, NULL, '2026-01-02', NULL),
              ('first', 'Do this first', NULL, 'story', 'standard', 0, NULL, '2026-01-02', NULL),
              ('card', 'Totals', 'The long story', 'defect', 'expedite', 7, 'ann', '2026-01-02 03:04:05', '2026-01-03')`,
    );
    await database.pool.query(
      "UPDATE work_items SET parent = 'epic', dependency = 'first', blocked_reason = 'no data' WHERE reference = 'card'",
    );
    await database.pool.query(
      "INSERT INTO queues (reference, queue_name) VALUES ('epic', 'backlog'), ('first', 'triage'), ('card', 'backlog')",
    );
  });

  const card = async (reference: string) => {
    const [rows] = await database.pool.query<RowDataPacket[]>('SELECT * FROM card_wall WHERE reference = ?', [
      reference,
    ]);
    return rows[0];
  };
  const show = async (column: string, reference: string) => (await card(reference))?.[column];

  test('shows every field of a card', async () => {
    const { entered_at, in_queue_since, queue_id, ...shown } = (await card('card')) as RowDataPacket;
    expect(shown).toEqual({
      value_stream: 'main',
      position: 1,
      queue_name: 'backlog',
      place: 2,
      reference: 'card',
      short_desc: 'Totals',
      description: 'The long story',
      type: 'defect',
      class_of_service: 'expedite',
      priority: 7,
      assignee: 'ann',
      date_logged: instant('2026-01-02T03:04:05Z'),
      date_due: instant('2026-01-03T00:00:00Z'),
      past_due: 'Y',
      age_days: 0,
      blocked: 'Y',
      blocked_reason: 'no data',
      dependency: 'first',
      open_dependencies: 1,
      parent: 'epic',
      defect_of: null,
      committed_at: null,
      finished_at: null,
    });
    expect(in_queue_since).toBe(entered_at);
  });

  test('says past due from the due date on, and not once the item is finished or dropped', async () => {
    const due = async (sql: string) => {
      await database.pool.query(`UPDATE work_items SET date_due = ${sql} WHERE reference = 'epic'`);
      return show('past_due', 'epic');
    };
    expect(await due('NULL')).toBe('N');
    expect(await due('UTC_TIMESTAMP(6) + INTERVAL 1 HOUR')).toBe('N');
    expect(await due('UTC_TIMESTAMP(6) - INTERVAL 1 SECOND')).toBe('Y');
    await move(database.pool, 'epic', 'production');
    expect(await show('past_due', 'epic')).toBe('N');
    await move(database.pool, 'epic', 'backlog');
    expect(await show('past_due', 'epic')).toBe('Y');
    await move(database.pool, 'epic', 'drop');
    expect(await show('past_due', 'epic')).toBe('N');
    await move(database.pool, 'epic', 'backlog');
  });

  test('follows blocks and dependencies', async () => {
    await database.pool.query("UPDATE work_items SET blocked_reason = NULL WHERE reference = 'card'");
    expect([await show('blocked', 'card'), await show('blocked_reason', 'card')]).toEqual(['N', null]);
    await move(database.pool, 'first', 'production');
    expect(await show('open_dependencies', 'card')).toBe(0);
  });

  test('counts the age in days of 24 hours from its entry, which ends when it is finished', async () => {
    const age = async (sets: string) => {
      await database.pool.query(
        `UPDATE item_flow SET ${sets} WHERE item_id = (SELECT id FROM work_items WHERE reference = 'card')`,
      );
      return show('age_days', 'card');
    };
    expect(await age('entered_at = UTC_TIMESTAMP(6) - INTERVAL 47 HOUR')).toBe(1);
    expect(await age('entered_at = UTC_TIMESTAMP(6) - INTERVAL 49 HOUR')).toBe(2);
    expect(await age('finished_at = UTC_TIMESTAMP(6) - INTERVAL 30 HOUR')).toBe(0);
    await age('finished_at = NULL');
  });

  test('never shows a softly deleted item, and closes the gap it leaves', async () => {
    await database.pool.query(
      "UPDATE queues SET queue_name = 'uat' WHERE reference IN ('first', 'epic', 'card')",
    );
    await database.pool.query("CALL place_item('epic', 'before', 'card')");
    await database.pool.query("UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'epic'");
    const [rows] = await database.pool.query(
      'SELECT reference, place FROM card_wall WHERE reference <> ? ORDER BY place',
      [''],
    );
    expect(rows).toHaveLength(2);
    expect((rows as RowDataPacket[]).map((row) => row.place)).toEqual([1, 2]);
    expect(await card('epic')).toBeUndefined();
  });
});

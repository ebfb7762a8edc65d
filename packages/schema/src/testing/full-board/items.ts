import type { PoolConnection } from 'mysql2/promise';

/** Items of two streams, with every field, and names that only differ by case. */
export async function logItems(connection: PoolConnection): Promise<void> {
  await connection.query(
    `INSERT INTO work_items (value_stream, reference, short_desc, description, type, class_of_service, priority, date_due, assignee)
     VALUES
       ('main', 'a', 'Ärger', 'long 🙂 text', 'bug', 'expedite', 9, '2031-02-03 04:05:06.789012', 'anna'),
       ('main', 'b', 'b', NULL, 'story', 'standard', 0, NULL, 'Anna'),
       ('main', 'c', 'c', NULL, 'story', 'standard', -3, '2020-01-01', 'anna'),
       ('main', 'd', 'd', '', 'story', 'standard', 0, NULL, ''),
       ('main', 'done', 'finished', NULL, 'story', 'standard', 0, NULL, 'anna'),
       ('main', 'dropped', 'dropped', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'removed', 'removed', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'removed-done', 'removed when finished', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'again', 'removed and back', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'purged', 'deleted for good', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'hidden', 'deleted softly', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'stuck', 'blocked', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('main', 'logged', 'never entered', NULL, 'story', 'standard', 0, NULL, 'ben'),
       ('support', 's1', 's1', NULL, 'bug', 'standard', 0, NULL, 'anna'),
       ('support', 's2', 's2', NULL, 'bug', 'standard', 0, NULL, 'anna'),
       ('support', 's3', 's3', NULL, 'bug', 'standard', 0, NULL, 'anna'),
       ('support', 'far', 'never entered', NULL, 'bug', 'standard', 0, NULL, NULL)`,
  );
}

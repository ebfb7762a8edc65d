import type { PoolConnection } from 'mysql2/promise';

/** What items have besides a card: links, blocks, comments, checklists, attachments, flags; and a soft delete. */
export async function addToItems(connection: PoolConnection): Promise<void> {
  const run = (statement: string, values?: unknown[]) => connection.query(statement, values);
  // On finished and unfinished items, of the own stream and another one, entered and not.
  const waits = [
    ['a', 'b'],
    ['b', 'done'],
    ['c', 's1'],
    ['d', 'far'],
    ['again', 'removed-done'],
    ['s1', 'removed'],
    ['s2', 's3'],
  ];
  for (const [reference, dependency] of waits) {
    await run('UPDATE work_items SET dependency = ? WHERE reference = ?', [dependency, reference]);
  }
  await run("INSERT INTO dependencies (reference, depends_on) VALUES ('a', 's3'), ('d', 'c')");
  await run("UPDATE work_items SET parent = 'a' WHERE reference IN ('b', 'logged')");
  await run("UPDATE work_items SET defect_of = 'done' WHERE reference = 'a'");
  await run("UPDATE work_items SET blocked_reason = 'no key' WHERE reference IN ('stuck', 's1')");
  await run("UPDATE work_items SET blocked_reason = NULL WHERE reference = 's1'");
  await run("INSERT INTO comments (reference, body) VALUES ('a', 'Grüße 🙂'), ('b', 'b')");
  await run(
    "INSERT INTO checklist_items (reference, label, is_done) VALUES ('a', 'one', TRUE), ('a', 'two', FALSE)",
  );
  await run(
    "INSERT INTO attachments (reference, name, address) VALUES ('a', 'plan', 'https://a.example/plan')",
  );
  await run("INSERT INTO subscriptions (topic, reference, member) VALUES ('work_item.*', 'a', 'ben')");
  await run(
    "DO flag_sla((SELECT id FROM work_items WHERE reference = 'c'), 'breached', '2020-01-01', 'due_date')",
  );
  await run("CALL delete_item('hidden')");
}

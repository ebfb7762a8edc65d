import type { PoolConnection } from 'mysql2/promise';

/** Cards that enter, move, are ordered, finish, are dropped, removed, put back and deleted; queues that are renamed meanwhile. */
export async function moveCards(connection: PoolConnection): Promise<void> {
  const run = (statement: string, values?: unknown[]) => connection.query(statement, values);
  const main = ['a', 'b', 'c', 'd', 'done', 'dropped', 'removed', 'removed-done', 'again', 'purged'];
  await run('INSERT INTO queues (reference, queue_name) VALUES ?', [
    [...main, 'hidden', 'stuck'].map((each) => [each, 'backlog']),
  ]);
  await run("CALL place_item('stuck', 'before', 'a')");
  await run("UPDATE queues SET queue_name = 'triage' WHERE reference IN ('a', 'b', 'c')");
  await run("UPDATE queues SET queue_name = 'test' WHERE reference IN ('b', 'removed', 'purged')");
  // Renamed with a history, and the old name given to another queue.
  await run("UPDATE wip_limits SET queue_name = 'sorting' WHERE queue_name = 'triage'");
  await run("INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('triage', 1)");
  await run("UPDATE queues SET queue_name = 'triage' WHERE reference = 'c'");
  await run(
    "UPDATE queues SET queue_name = 'production' WHERE reference IN ('done', 'removed-done', 'again')",
  );
  await run("UPDATE queues SET queue_name = 'drop' WHERE reference = 'dropped'");
  await run("DELETE FROM queues WHERE reference IN ('removed', 'removed-done', 'again')");
  await run("INSERT INTO queues (reference, queue_name) VALUES ('again', 'development')");
  await run("DELETE FROM work_items WHERE reference = 'purged'");
  await run(
    "INSERT INTO queues (reference, queue_name) VALUES ('s1', 'doing'), ('s2', 'doing'), ('s3', 'doing')",
  );
  await run("UPDATE queues SET queue_name = 'resolved' WHERE reference = 's2'");
  await run("UPDATE wip_limits SET wip_limit = 5 WHERE queue_name = 'uat'");
  await run("UPDATE wip_limits SET wip_limit = 0 WHERE queue_name = 'doing'");
}

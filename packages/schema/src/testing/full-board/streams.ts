import type { PoolConnection } from 'mysql2/promise';
import { boardQueues } from '../board.ts';

/** Everything that is set up for streams and people: `main` enforces its rules, `support` only observes, `empty` has no item. */
export async function makeStreams(connection: PoolConnection): Promise<void> {
  const run = (statement: string, values?: unknown[]) => connection.query(statement, values);
  await run(
    "INSERT INTO value_streams (name, time_zone) VALUES ('support', 'Europe/Berlin'), ('empty', 'Asia/Kathmandu'), ('past', 'UTC')",
  );
  await run("UPDATE value_streams SET archived_at = UTC_TIMESTAMP(6) WHERE name = 'past'");
  await run('INSERT INTO wip_limits (queue_name, wip_limit) VALUES ?', [boardQueues]);
  await run(
    `INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES
       ('support', 'inbox', -1, NULL), ('support', 'ready', 2, NULL), ('support', 'doing', 2, 'active'),
       ('support', 'resolved', -1, NULL), ('support', 'closed', -1, NULL), ('support', 'dropped', 0, NULL)`,
  );
  await run(
    `INSERT INTO members (name, display_name, email, may_fast_track) VALUES
       ('anna', 'Anna Ärmel', 'anna@a.example', TRUE), ('ben', '', 'ben@a.example', FALSE), ('cara', 'Cara', NULL, FALSE)`,
  );
  await run("INSERT INTO stream_managers (value_stream, member) VALUES ('main', 'anna'), ('support', 'ben')");
  await run(
    `INSERT INTO transitions (value_stream, from_queue, to_queue) VALUES
       ('support', 'inbox', 'ready'), ('support', 'ready', 'doing'), ('support', 'doing', 'resolved')`,
  );
  await run(
    `INSERT INTO settings (name, value_stream, value) VALUES ('enforce_wip_limits', 'support', 'off'),
       ('enforce_transitions', 'support', 'off'), ('default_recipient', '', 'all@a.example')`,
  );
  await run(
    "INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES ('support', '', 9), ('support', 'anna', 4)",
  );
  await run(
    `INSERT INTO working_hours (value_stream, weekday, starts, ends) VALUES
       ('main', 1, '09:00', '12:30'), ('main', 1, '13:15', '17:00'), ('support', 7, '00:00', '24:00')`,
  );
  await run("INSERT INTO holidays (value_stream, day, name) VALUES ('main', '2026-12-25', 'Weihnachten')");
  await run(
    "INSERT INTO annotations (value_stream, day, text) VALUES ('main', '2026-03-02', 'Neue Testerin')",
  );
  await run(
    `INSERT INTO sla_policies (value_stream, class_of_service, type, measure, target_hours, clock) VALUES
       ('main', '', '', 'lead', 240, 'elapsed'), ('main', 'expedite', '', 'cycle', 24.5, 'working'),
       ('support', '', 'bug', 'lead', 72, 'elapsed')`,
  );
  await run(
    `INSERT INTO sla_objectives (value_stream, class_of_service, type, objective, window_days) VALUES
       ('main', '', '', 0.95, 30), ('support', 'expedite', 'bug', 0.995, 7)`,
  );
  await run(
    `INSERT INTO endpoints (name, channel, url, secret) VALUES
       ('team', 'slack', 'https://hooks.a.example/1', NULL),
       ('robot', 'webhook', 'https://robot.a.example/', 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz')`,
  );
  await run(
    `INSERT INTO subscriptions (topic, value_stream, queue_name, channel, recipient, role, is_active, quiet_from, quiet_until, digest) VALUES
       ('*', NULL, NULL, 'email', 'a@a.example', NULL, TRUE, NULL, NULL, NULL),
       ('queue.*', 'main', 'triage', 'email', 'b@a.example', NULL, FALSE, '22:00', '06:00', NULL),
       ('item.*', 'support', NULL, 'email', NULL, 'assignee', TRUE, NULL, NULL, 'daily 08:00'),
       ('*', 'main', NULL, 'slack', 'team', NULL, TRUE, NULL, NULL, NULL)`,
  );
}

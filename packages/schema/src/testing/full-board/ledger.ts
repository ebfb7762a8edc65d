import type { PoolConnection } from 'mysql2/promise';

const states = ['pending', 'queued', 'sending', 'sent', 'dead', 'superseded', 'collected'] as const;

/** Deliveries in every state, of the first event the triggers wrote, and all that the relay and the notifier keep beside them. */
export async function writeLedger(connection: PoolConnection): Promise<void> {
  const run = (statement: string, values?: unknown[]) => connection.query(statement, values);
  for (const [n, state] of states.entries()) {
    await run(
      `INSERT INTO deliveries (event_id, channel, recipient, state, attempts, round, claim_token, claim_expires_at, message_id, last_error, settled_at)
       SELECT MIN(id), 'email', ?, ?, ?, 2, UUID(), '2030-01-01', '<x@a.example>', 'it failed', IF(? IN ('sent', 'dead', 'superseded'), UTC_TIMESTAMP(6), NULL)
       FROM outbox_events`,
      [`${state}@a.example`, state, n, state],
    );
  }
  await run(
    `INSERT INTO collections (collection_key, due_at, delivery_id)
     SELECT REPEAT('k', 43), '2030-01-01', id FROM deliveries WHERE state = 'pending'`,
  );
  await run(
    `INSERT INTO delivery_attempts (delivery_id, attempt, outcome, said)
     SELECT id, 1, 'dead', '550 Nobody of this name' FROM deliveries WHERE state = 'dead'`,
  );
  await run("INSERT INTO rate_windows (scope, begins_at, used) VALUES ('', UTC_TIMESTAMP(6), 3)");
  await run(
    `INSERT INTO subscription_recipients (subscription_id, recipient, token)
     SELECT MIN(id), 'a@a.example', REPEAT('7', 32) FROM subscriptions`,
  );
  await run(
    "INSERT INTO report_runs (value_stream, first_day, last_day) VALUES ('main', '2026-11-16', '2026-11-22')",
  );
  await run('UPDATE outbox_events SET fanned_out_at = UTC_TIMESTAMP(6), attempts = 3 ORDER BY id LIMIT 1');
  await run(
    `INSERT INTO outbox_events (topic, payload, processed_at) VALUES ('by.hand', '{"text": "x"}', UTC_TIMESTAMP(6))`,
  );
}

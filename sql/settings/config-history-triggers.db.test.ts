import { createTestDatabase, serviceDatabases, type TestDatabase } from '@kanban/schema/testing';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configuration, datesAndTimes } from '../config-history.ts';

/** Tables that are no settings of the board, and why config_history does not keep them. */
const noConfiguration: Record<string, string> = {
  ...Object.fromEntries(
    [
      ['attachments', 'checklist_items', 'comments', 'dependencies', 'queues', 'work_items'],
      [
        'audit_log',
        'blocked_intervals',
        'config_history',
        'field_history',
        'history_removals',
        'import_batches',
        'placements',
        'sla_flags',
        'age_flags',
        'budget_flags',
      ],
    ].flatMap((names) => names.map((name) => [name, 'the work itself, or its own history'])),
  ),
  ...Object.fromEntries(
    [
      [
        'flow_counts',
        'item_flow',
        'item_spells',
        'visits',
        'queue_state',
        'person_wip',
        'item_state',
        'item_links',
        'queue_places',
        'stream_changes',
      ],
      ['link_walk', 'queue_views', 'bulk_changes', 'bulk_sessions', 'housekeeping_tasks'],
      ['age_sweeps', 'budget_sweeps', 'sla_first_sweeps'],
      ['schema_lock', 'schema_migrations'],
    ].flatMap((names) => names.map((name) => [name, 'kept by triggers, routines or the migrator'])),
  ),
  ...Object.fromEntries(
    ['idempotency_keys', 'identities', 'sessions'].map((name) => [
      name,
      'who is signed in, and what they sent',
    ]),
  ),
  time_zones: 'which names there are, and a setting of nothing',
  ...Object.fromEntries(
    [
      ['collections', 'deliveries', 'delivery_attempts', 'outbox_events', 'rate_windows', 'report_runs'],
      ['subscription_recipients'],
    ].flatMap((names) => names.map((name) => [name, 'what was told to whom'])),
  ),
};

describe.each(serviceDatabases())('config_history on $name', (server) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(server);
  });
  afterAll(() => database.drop());

  const rows = async (sql: string, values: unknown[] = []) =>
    (await database.pool.query<RowDataPacket[]>(sql, values))[0];

  test('somebody decided of every table whether it is a setting of the board', async () => {
    const tables = await rows(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
    );
    expect(tables.map(({ name }) => name as string).toSorted()).toEqual(
      [...Object.keys(configuration), ...Object.keys(noConfiguration)].toSorted(),
    );
  });

  test.each(Object.entries(configuration))(
    'keeps every column of %s but those that it says',
    async (table, kept) => {
      const columns = await rows(
        `SELECT column_name AS name, column_key AS is_key FROM information_schema.columns
       WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position`,
        [table],
      );
      const names = columns.map(({ name }) => name as string);
      const { without = {} } = kept;
      expect(names).toEqual(expect.arrayContaining(Object.keys(without)));
      expect(kept.columns).toEqual(names.filter((name) => !(name in without)));
      expect(columns.filter(({ is_key }) => is_key === 'PRI').map(({ name }) => name)).toEqual(
        names.filter((name) => kept.key.includes(name)),
      );
    },
  );

  test('copies dates and times, and nothing else, as texts', async () => {
    const columns = await rows(
      `SELECT table_name AS name, column_name AS col, data_type IN ('date', 'time', 'datetime', 'timestamp') AS isTime
       FROM information_schema.columns WHERE table_schema = DATABASE()`,
    );
    const kept = columns.filter(({ name, col }) => configuration[name]?.columns.includes(col));
    expect(kept.filter(({ isTime }) => isTime).map(({ col }) => col)).toEqual(
      kept.filter(({ col }) => datesAndTimes.has(col)).map(({ col }) => col),
    );
  });
});

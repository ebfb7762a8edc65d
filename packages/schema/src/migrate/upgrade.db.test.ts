import type { Pool, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalOf } from '../refusals.ts';
import {
  createTestDatabase,
  drift,
  previousVersion,
  type TestDatabase,
  testDatabases,
} from '../testing/index.ts';
import { fillPreviousVersion } from './fill-previous-version.ts';
import { migrate } from './migrate.ts';

type Rows = Record<string, RowDataPacket[]>;

/** The columns of every table that people or triggers write. */
async function columnsOf(pool: Pool): Promise<Map<string, string[]>> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT c.table_name AS name, c.column_name AS col
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE 'schema%'
     ORDER BY c.table_name, c.ordinal_position`,
  );
  const columns = Map.groupBy(rows, (row) => row.name as string);
  return new Map([...columns].map(([name, ofTable]) => [name, ofTable.map((row) => row.col as string)]));
}

/** Every row of these columns. A rebuild counts as a change, which is all that queue_state.moves is for. */
async function everyRow(pool: Pool, columns: Map<string, string[]>): Promise<Rows> {
  const rows: Rows = {};
  for (const [table, names] of columns) {
    const wanted = names.filter((name) => !(table === 'queue_state' && name === 'moves'));
    const order = wanted.length > 1 ? '1, 2' : '1';
    [rows[table]] = await pool.query<RowDataPacket[]>(`SELECT ?? FROM ?? ORDER BY ${order}`, [wanted, table]);
  }
  return rows;
}

/** What the rules must know, said naively of the rows of the previous version. */
function expectedStates({ work_items, audit_log, wip_limits }: Rows) {
  const kindOf = new Map(wip_limits?.map((row) => [row.id, row.kind as string]));
  const rowsOf = Map.groupBy(audit_log ?? [], (row) => row.item_id as number);
  const itemOf = new Map(work_items?.map((row) => [row.id as number, row]));
  const ids = [...new Set([...itemOf.keys(), ...rowsOf.keys()])].sort((a, b) => a - b);
  const states = ids.map((id) => {
    const kinds = (rowsOf.get(id) ?? []).map((row) => kindOf.get(row.to_queue_id) ?? 'gone');
    const is_committed = kinds.some((kind) => ['buffer', 'active', 'delivered', 'completed'].includes(kind));
    // A removed card is what it was when it was removed, if that was finished.
    const last = kinds.at(-1) === 'gone' ? kinds.at(-2) : kinds.at(-1);
    const is_finished = last === 'delivered' || last === 'completed';
    const is_wip = is_committed && !is_finished && kinds.at(-1) !== 'gone' && last !== 'dropped';
    const item = itemOf.get(id);
    return { id, item, assignee: item?.assignee || null, is_committed, is_finished, is_wip };
  });
  const isFinished = new Map(states.map((state) => [state.item?.reference, state.is_finished]));
  return states.map(({ id, item, ...state }) => ({
    item_id: id,
    assignee: state.assignee,
    is_committed: Number(state.is_committed),
    is_wip: Number(state.is_wip),
    is_finished: Number(state.is_finished),
    is_blocked: 0,
    is_deleted: Number(item === undefined),
    open_dependencies: Number(Boolean(item?.dependency) && !isFinished.get(item?.dependency)),
  }));
}

const statesKept = `SELECT item_id, assignee, is_committed, is_wip, is_finished, is_blocked, is_deleted, open_dependencies
  FROM item_state ORDER BY item_id`;

describe.each(testDatabases())('a database of the previous version, full of data, on $name', (server) => {
  let database: TestDatabase;
  let movers: string[];
  let columns: Awaited<ReturnType<typeof columnsOf>>;
  let before: Awaited<ReturnType<typeof everyRow>>;
  beforeAll(async () => {
    database = await createTestDatabase(server, { version: previousVersion });
    ({ movers } = await fillPreviousVersion(database.pool));
    columns = await columnsOf(database.pool);
    before = await everyRow(database.pool, columns);
    await migrate(database.url);
  });
  afterAll(() => database.drop());

  const rows = async (statement: string) => (await database.pool.query<RowDataPacket[]>(statement))[0];
  const brokenLinks = () =>
    rows('SELECT id FROM audit_log_chain WHERE chain_hash IS NULL OR NOT (chain_hash <=> expected_hash)');
  const attempt = (statement: string) =>
    database.pool.query(statement).then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error.message,
    );

  test('is upgraded without loss', async () => {
    for (const [table, ofTable] of Object.entries(before)) {
      if (table !== 'bulk_sessions') expect([table, ofTable.length > 0]).toEqual([table, true]);
    }
    expect(await everyRow(database.pool, columns)).toEqual(before);
    expect(await migrate(database.url)).toEqual({ migrations: [], repeatables: [] });
  });

  test('has everything that is derived from it afterwards', async () => {
    const expected = expectedStates(before);
    expect(await rows(statesKept)).toEqual(expected);
    const streamOf = new Map(before.work_items?.map((row) => [row.id, row.value_stream]));
    const held = new Map<string, number>();
    for (const { item_id, assignee, is_wip } of expected) {
      const person = `${streamOf.get(item_id)} ${assignee}`;
      if (assignee !== null) held.set(person, (held.get(person) ?? 0) + is_wip);
    }
    const people = await rows(
      "SELECT CONCAT(v.name, ' ', p.assignee) AS person, p.current_wip FROM person_wip p JOIN value_streams v ON v.id = p.value_stream_id WHERE p.assignee <> ''",
    );
    expect(new Map(people.map((row) => [row.person, row.current_wip]))).toEqual(held);

    const cards = before.queues?.toSorted(
      (a, b) => a.queue_id - b.queue_id || a.moved_at - b.moved_at || a.id - b.id,
    );
    expect(
      await rows(
        `SELECT p.item_id, p.queue_id FROM queue_places p JOIN queues q ON q.item_id = p.item_id
         ORDER BY p.queue_id, p.place_rank, p.item_id`,
      ),
    ).toEqual(cards?.map(({ item_id, queue_id }) => ({ item_id, queue_id })));
    expect(await brokenLinks()).toEqual([]);
    expect(await drift(database.pool)).toEqual([]);
  });

  test('keeps its limits and its log', async () => {
    const [, , , , inSorting] = movers;
    expect(await attempt("UPDATE queues SET queue_name = 'triage' WHERE reference = 'mover-0'")).toBe(
      'QUEUE_FULL',
    );
    expect(await attempt("UPDATE queues SET queue_name = 'development' WHERE reference = 'old'")).toBe(
      'done',
    );
    expect(await attempt(`UPDATE queues SET queue_name = 'sorting' WHERE reference = '${inSorting}'`)).toBe(
      'done',
    );
    // This stream only observes.
    expect(await attempt("UPDATE queues SET queue_name = 'doing' WHERE reference = 's2'")).toBe('done');
    expect(
      await rows(
        'SELECT reference, from_queue, to_queue, rule_notes FROM audit_log ORDER BY id DESC LIMIT 3',
      ),
    ).toEqual([
      {
        reference: 's2',
        from_queue: 'resolved',
        to_queue: 'doing',
        rule_notes: expect.stringContaining('over_limit'),
      },
      { reference: inSorting, from_queue: 'backlog', to_queue: 'sorting', rule_notes: null },
      { reference: 'old', from_queue: 'uat', to_queue: 'development', rule_notes: null },
    ]);
    expect(await attempt('DELETE FROM audit_log')).toBe('AUDIT_APPEND_ONLY');
    expect(await brokenLinks()).toEqual([]);
    expect(await drift(database.pool)).toEqual([]);
  });

  test('continues after a migrator that died between tables and triggers, among the triggers or before the rebuild ended', async () => {
    const expected = expectedStates(await everyRow(database.pool, columns));
    for (const died of [
      "DELETE FROM schema_migrations WHERE name LIKE '%/%'",
      "DELETE FROM schema_migrations WHERE name LIKE 'triggers/%' AND name > 'triggers/working'",
      'SELECT 1',
    ]) {
      // What a migrator that died here had not done yet.
      for (const table of ['item_state', 'person_wip', 'queue_places'])
        await database.pool.query(`DELETE FROM ${table}`);
      await database.pool.query(died);
      await database.pool.query(
        "INSERT INTO schema_migrations (name, checksum) VALUES ('rebuild pending', '')",
      );
      const { migrations } = await migrate(database.url);
      expect(migrations).toEqual([]);
      expect(await rows(statesKept)).toEqual(expected);
      expect(await brokenLinks()).toEqual([]);
      expect(await drift(database.pool)).toEqual([]);
    }
    expect(await rows("SELECT name FROM schema_migrations WHERE name = 'rebuild pending'")).toEqual([]);
  });
});

import type { Pool, RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusalOf } from '../refusals.ts';
import { boardTest } from '../testing/board-test.ts';
import {
  createTestDatabase,
  drift,
  emptyBetweenSessions,
  movers,
  serviceDatabases,
} from '../testing/index.ts';
import { readApplied } from './applied.ts';
import { migrate } from './migrate.ts';
import { readSqlFiles } from './sql-files.ts';

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

/** A rebuild counts as a change, and writes places at even distances: their order is what must stay. */
const changedByRebuild = ['queue_state.moves', 'queue_state.first_rank', 'queue_places.place_rank'];

/** Every row of these columns. */
async function everyRow(pool: Pool, columns: Map<string, string[]>): Promise<Rows> {
  const rows: Rows = {};
  for (const [table, names] of columns) {
    const wanted = names.filter((name) => !changedByRebuild.includes(`${table}.${name}`));
    const order = wanted.length > 1 ? '1, 2' : '1';
    [rows[table]] = await pool.query<RowDataPacket[]>(`SELECT ?? FROM ?? ORDER BY ${order}`, [wanted, table]);
  }
  return rows;
}

/** What the rules must know, said naively of the rows of the last release. */
function expectedStates({ work_items, audit_log, wip_limits, dependencies }: Rows) {
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
  const waitsFor = (item: RowDataPacket) =>
    new Set([
      ...(item.dependency ? [item.dependency] : []),
      ...(dependencies ?? []).filter((row) => row.reference === item.reference).map((row) => row.depends_on),
    ]);
  return states.map(({ id, item, ...state }) => ({
    item_id: id,
    assignee: state.assignee,
    is_committed: Number(state.is_committed),
    is_wip: Number(state.is_wip),
    is_finished: Number(state.is_finished),
    is_blocked: Number(Boolean(item?.blocked_reason)),
    is_deleted: Number(item === undefined || item.deleted_at !== null),
    open_dependencies: item ? [...waitsFor(item)].filter((each) => !isFinished.get(each)).length : 0,
  }));
}

const statesKept = `SELECT item_id, assignee, is_committed, is_wip, is_finished, is_blocked, is_deleted, open_dependencies
  FROM item_state ORDER BY item_id`;

describe.each(serviceDatabases())('a board of the last release, full of data, on $name', (server) => {
  const database = boardTest(server, { ofLastRelease: true });
  let columns: Awaited<ReturnType<typeof columnsOf>>;
  let before: Awaited<ReturnType<typeof everyRow>>;
  let placesBefore: RowDataPacket[];
  beforeAll(async () => {
    columns = await columnsOf(database.pool);
    before = await everyRow(database.pool, columns);
    placesBefore = await places();
    await migrate(database.url);
  });

  const rows = async (statement: string) => (await database.pool.query<RowDataPacket[]>(statement))[0];
  const places = () =>
    rows(
      `SELECT p.item_id, p.queue_id FROM queue_places p JOIN queues q ON q.item_id = p.item_id
       ORDER BY p.queue_id, p.place_rank, p.item_id`,
    );
  const brokenLinks = () =>
    rows('SELECT id FROM audit_log_chain WHERE chain_hash IS NULL OR NOT (chain_hash <=> expected_hash)');
  const attempt = (statement: string) =>
    database.pool.query(statement).then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error.message,
    );

  test('is upgraded without loss', async () => {
    for (const [table, ofTable] of Object.entries(before)) {
      expect([table, ofTable.length > 0]).toEqual([table, !emptyBetweenSessions.includes(table)]);
    }
    expect(await everyRow(database.pool, columns)).toEqual(before);
    expect(await places()).toEqual(placesBefore);
    expect(await migrate(database.url)).toEqual({ migrations: [], repeatables: [] });
    // Of what is so already the first sweep tells nobody.
    const held = new Set(before.queues?.map((row) => row.value_stream));
    const streams = before.value_streams?.filter(({ name }) => held.has(name)).map(({ id }) => id);
    expect(streams?.length).toBeGreaterThan(0);
    expect((await rows('SELECT value_stream_id AS id FROM sla_first_sweeps')).map(({ id }) => id)).toEqual(
      streams?.toSorted((a, b) => a - b),
    );
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

  test('gets new columns without a copy of the table, however long the log is', async () => {
    const old = await createTestDatabase(server, { ofLastRelease: true });
    const connection = await old.pool.getConnection();
    try {
      const applied = await readApplied(connection);
      const isNew = ({ name, text }: { name: string; text: string }) =>
        !applied.has(name) && text.includes('ADD COLUMN');
      for (const { text } of (await readSqlFiles('migrations')).filter(isNew))
        await connection.query(`${text}, ALGORITHM = INSTANT`);
    } finally {
      connection.release();
      await old.drop();
    }
  });

  test('continues after a migrator that died between tables and triggers, among the triggers or before the rebuild ended', async () => {
    const now = await everyRow(database.pool, columns);
    const expected = expectedStates(now);
    const inOrderOfMoves = now.queues
      ?.toSorted((a, b) => a.queue_id - b.queue_id || a.moved_at - b.moved_at || a.id - b.id)
      .map(({ item_id, queue_id }) => ({ item_id, queue_id }));
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
      // Places were lost: a card that came first stands first.
      expect(await places()).toEqual(inOrderOfMoves);
      expect(await brokenLinks()).toEqual([]);
      expect(await drift(database.pool)).toEqual([]);
    }
    expect(await rows("SELECT name FROM schema_migrations WHERE name = 'rebuild pending'")).toEqual([]);
  });
});

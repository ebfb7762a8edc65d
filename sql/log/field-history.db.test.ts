import { refusalOf } from '@kanban/schema';
import { serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldHistoryTriggers } from '../field-history.ts';

describe.each(serviceDatabases())('field history on $name', (server) => {
  const database = boardTest(server, { pretendedClock: true });
  let connection: PoolConnection;
  beforeAll(async () => {
    await database.pool.query("INSERT INTO work_items (reference) VALUES ('epic'), ('delivered')");
    await database.pool.query("INSERT INTO members (name, may_speak_for_others) VALUES ('root', TRUE)");
    connection = await database.pool.getConnection();
  });
  afterAll(() => connection.release());

  const add = (reference: string, columns = '', values = '') =>
    connection.query(`INSERT INTO work_items (reference${columns}) VALUES ('${reference}'${values})`);
  const change = (reference: string, changes: string) =>
    connection.query(`UPDATE work_items SET ${changes} WHERE reference = '${reference}'`);
  const historyOf = async (reference: string, columns = 'field, old_value, new_value') => {
    const [rows] = await connection.query<RowDataPacket[]>(
      // Links have a test of their own.
      `SELECT ${columns} FROM field_history WHERE reference = ? AND field <> 'depends_on' ORDER BY id`,
      [reference],
    );
    return rows.map((row) => Object.values(row));
  };

  test('every column of an item has one, but its id, its reference and its stamps', async () => {
    const [columns] = await connection.query<RowDataPacket[]>(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND table_name = 'work_items' ORDER BY ordinal_position`,
    );
    for (const { text } of fieldHistoryTriggers) {
      const unkept = columns.filter(
        ({ name }) => !text.includes(`OLD.${name});`) && !text.includes(`OLD.${name}, NEW.${name});`),
      );
      expect(unkept.map(({ name }) => name).toSorted()).toEqual([
        'created_at',
        'created_by',
        'deleted_by',
        'id',
        'reference',
        'updated_at',
        'updated_by',
      ]);
    }
  });

  test.each([
    ['assignee', "'ada'", "'grace'", 'ada', 'grace'],
    ['priority', '1', '-2', '1', '-2'],
    [
      'date_due',
      "'2030-01-02'",
      "'2030-01-02 12:30:00.5'",
      '2030-01-02 00:00:00.000000',
      '2030-01-02 12:30:00.500000',
    ],
    ['description', "'one'", "'two'", 'one', 'two'],
    ['short_desc', "'one'", "'two'", 'one', 'two'],
    ['class_of_service', "'standard'", "'expedite'", 'standard', 'expedite'],
    ['type', "'story'", "'defect'", 'story', 'defect'],
    ['blocked_reason', 'NULL', "'no answer'", null, 'no answer'],
    ['parent', 'NULL', "'epic'", null, 'epic'],
    ['dependency', "'delivered'", "'epic'", 'delivered', 'epic'],
    [
      'date_logged',
      "'2030-01-01'",
      "'2030-01-02'",
      '2030-01-01 00:00:00.000000',
      '2030-01-02 00:00:00.000000',
    ],
    ['defect_of', 'NULL', "'delivered'", null, 'delivered'],
    [
      'deleted_at',
      'NULL',
      "'2030-01-01'",
      null,
      expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
    ],
  ])('a change of %s is one row with the value before and after', async (column, before, after, old, now) => {
    await add(`of ${column}`, `, ${column}`, `, ${before}`);
    await change(`of ${column}`, `${column} = ${after}`);
    const field = column === 'blocked_reason' ? 'blocked' : column;
    expect(await historyOf(`of ${column}`)).toEqual([[field, old, now]]);
  });

  test.each([
    ['assignee', 'ada', 'ada'],
    ['date_due', '2030-01-02', '2030-01-02 00:00:00.000000'],
    ['description', 'text', 'text'],
    ['blocked_reason', 'no answer', 'no answer'],
    ['parent', 'epic', 'epic'],
    ['defect_of', 'delivered', 'delivered'],
  ])('%s given, taken away and given again is three rows', async (column, written, kept) => {
    const field = column === 'blocked_reason' ? 'blocked' : column;
    await add(`null ${column}`);
    await change(`null ${column}`, `${column} = '${written}'`);
    await change(`null ${column}`, `${column} = NULL`);
    await change(`null ${column}`, `${column} = '${written}'`);
    expect(await historyOf(`null ${column}`)).toEqual([
      [field, null, kept],
      [field, kept, null],
      [field, null, kept],
    ]);
  });

  test('several fields of one statement are a row each', async () => {
    await add('several');
    await change('several', "priority = 5, type = 'bug', assignee = 'ada'");
    expect((await historyOf('several')).sort()).toEqual([
      ['assignee', null, 'ada'],
      ['priority', '0', '5'],
      ['type', 'story', 'bug'],
    ]);
  });

  test('logging an item and setting a field to what it is write nothing', async () => {
    await add('same', ', assignee, description, date_due', ", 'ada', 'text', '2030-01-02'");
    await change(
      'same',
      `assignee = 'ada', description = 'text', date_due = '2030-01-02', parent = NULL, priority = 0,
       blocked_reason = NULL, short_desc = ''`,
    );
    await change('same', "dependency = NULL, value_stream = 'main'");
    expect(await historyOf('same')).toEqual([]);
  });

  test('a letter made small, an accent and a blank at the end are changes', async () => {
    await add('exact', ', short_desc', ", 'Resume'");
    for (const text of ['resume', 'resumé', 'resumé ']) await change('exact', `short_desc = '${text}'`);
    expect(await historyOf('exact', 'new_value')).toEqual([['resume'], ['resumé'], ['resumé ']]);
  });

  test('the longest description is kept whole', async () => {
    const [long, other] = ['Ω'.repeat(32_767), 'x'.repeat(65_535)];
    await add('long');
    for (const text of [long, other]) await change('long', `description = '${text}'`);
    expect(await historyOf('long', 'old_value, new_value')).toEqual([
      [null, long],
      [long, other],
    ]);
  });

  test('a row says which item, who, when, why and from where', async () => {
    await add('context');
    await connection.query(
      "SET timestamp = 1900000000.25, @kanban_actor = 'ada', @kanban_reason = 'asked', @kanban_source = 'planner'",
    );
    await change('context', 'priority = 1');
    await connection.query(
      'SET timestamp = DEFAULT, @kanban_actor = NULL, @kanban_reason = NULL, @kanban_source = NULL',
    );
    await change('context', 'priority = 2');
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT h.*, w.id = h.item_id AS is_item, v.name AS stream
       FROM field_history h JOIN work_items w USING (reference) JOIN value_streams v ON v.id = h.value_stream_id
       WHERE reference = 'context' ORDER BY h.id`,
    );
    expect(rows).toMatchObject([
      {
        occurred_at: 1900000000250000,
        actor: 'ada',
        reason: 'asked',
        source: 'planner',
        is_item: 1,
        stream: 'main',
      },
      { actor: 'root@localhost', reason: null, source: 'sql' },
    ]);
  });

  test('nobody passes a change off as imported', async () => {
    await add('imported');
    await connection.query("SET @kanban_source = 'import'");
    const error = await change('imported', 'priority = 1').catch((reason) => reason);
    await connection.query('SET @kanban_source = NULL');
    expect(refusalOf(error)?.code).toBe('RESERVED_SOURCE');
    const [rows] = await connection.query("SELECT priority FROM work_items WHERE reference = 'imported'");
    expect(rows).toEqual([{ priority: 0 }]);
    expect(await historyOf('imported')).toEqual([]);
  });

  test('a change that is rolled back leaves no row', async () => {
    await add('undone');
    await connection.beginTransaction();
    await change('undone', 'priority = 1');
    expect(await historyOf('undone')).toHaveLength(1);
    await connection.rollback();
    expect(await historyOf('undone')).toEqual([]);
  });

  test.each(['parent', 'defect_of'])(
    'an item that another names as its %s cannot be deleted, for that would change the other without a row',
    async (column) => {
      await add(`named ${column}`);
      await add(`naming ${column}`, `, ${column}`, `, 'named ${column}'`);
      const remove = () => connection.query(`DELETE FROM work_items WHERE reference = 'named ${column}'`);
      await expect(remove()).rejects.toMatchObject({ errno: 9123 });
      await change(`naming ${column}`, `${column} = NULL`);
      await remove();
      expect(await historyOf(`naming ${column}`)).toEqual([[column, `named ${column}`, null]]);
    },
  );

  test.each(['parent', 'defect_of'])(
    'who began before an item was named as %s, or not any more, deletes it by what is so now',
    async (column) => {
      const [named, naming] = [`late ${column}`, `late naming ${column}`];
      await add(named);
      await add(naming);
      const late = await database.pool.getConnection();
      const removeLate = async (meanwhile: string) => {
        await late.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
        await late.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
        await change(naming, meanwhile);
        const remove = late.query(`DELETE FROM work_items WHERE reference = '${named}'`);
        const outcome = await remove.then(
          () => 'done',
          (error) => refusalOf(error)?.code ?? error.message,
        );
        await late.query('COMMIT');
        return outcome;
      };
      expect(await removeLate(`${column} = '${named}'`)).toBe('ITEM_NAMED');
      expect(await removeLate(`${column} = NULL`)).toBe('done');
      late.release();
    },
  );

  test('what an item waits for is there too, however that is said and ended', async () => {
    await add('first');
    await add('second');
    await add('waiting', ', dependency', ", 'first'");
    await connection.query("INSERT INTO dependencies (reference, depends_on) VALUES ('waiting', 'second')");
    await change('waiting', "dependency = 'delivered'");
    await change('waiting', 'dependency = NULL');
    await connection.query("DELETE FROM work_items WHERE reference = 'second'");
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT old_value, new_value FROM field_history WHERE reference = 'waiting' AND field = 'depends_on' ORDER BY id",
    );
    expect(rows.map((row) => Object.values(row))).toEqual([
      [null, 'first'],
      [null, 'second'],
      ['first', null],
      [null, 'delivered'],
      ['delivered', null],
      ['second', null],
    ]);
  });

  test('the history of an item outlives it', async () => {
    await add('gone');
    await change('gone', 'priority = 1');
    await connection.query("DELETE FROM work_items WHERE reference = 'gone'");
    expect((await historyOf('gone'))[0]).toEqual(['priority', '0', '1']);
  });

  /** Columns of work_items that a deletion does not write down, and why. */
  const notAField: Record<string, string> = {
    id: 'item_id',
    reference: 'reference',
    deleted_by: 'the actor of the row of deleted_at',
    created_at: 'a stamp',
    created_by: 'a stamp',
    updated_at: 'a stamp',
    updated_by: 'a stamp',
  };

  test('an item deleted for good leaves a row of each field that has a value', async () => {
    const values: Record<string, string> = {
      assignee: 'ada',
      blocked_reason: 'no answer',
      class_of_service: 'expedite',
      date_due: '2030-01-02 00:00:00.000000',
      date_logged: '2030-01-01 00:00:00.000000',
      defect_of: 'delivered',
      dependency: 'epic',
      description: 'long',
      parent: 'epic',
      priority: '0',
      short_desc: 'short',
      type: 'bug',
      value_stream: 'main',
    };
    const [columns] = await connection.query<RowDataPacket[]>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'work_items'`,
    );
    // A column that nobody named above: texts and numbers take this.
    for (const { name } of columns) if (!(name in notAField) && name !== 'deleted_at') values[name] ??= '1';
    const names = Object.keys(values);
    await connection.query(`INSERT INTO work_items (reference, ${names}) VALUES ('whole', ?)`, [
      Object.values(values),
    ]);
    await connection.query("INSERT INTO work_items (reference, dependency) VALUES ('waits', 'whole')");
    await connection.query("UPDATE work_items SET deleted_at = NOW() WHERE reference = 'whole'");
    await connection.query("SET @kanban_reason = 'logged twice'");
    await connection.query("DELETE FROM work_items WHERE reference = 'whole'");
    await connection.query('SET @kanban_reason = NULL');
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT IF(field = 'blocked', 'blocked_reason', field) AS field, old_value FROM field_history
       WHERE reference = 'whole' AND field <> 'depends_on' AND new_value IS NULL AND reason = 'logged twice' AND login = 'root@localhost' ORDER BY field`,
    );
    const { deleted_at: deletedAt, ...kept } = Object.fromEntries(
      rows.map((row) => [row.field, row.old_value]),
    );
    expect(kept).toEqual(values);
    expect(deletedAt).toMatch(/^\d{4}-/);
    // The foreign key takes this away without a trigger.
    expect(await historyOf('waits')).toEqual([['dependency', 'whole', null]]);
  });

  test.each(["UPDATE field_history SET actor = 'x'", 'DELETE FROM field_history'])(
    'is append-only: refuses %s',
    async (statement) => {
      const [before] = await connection.query('SELECT * FROM field_history ORDER BY id');
      const error = await connection.query(statement).catch((reason) => reason);
      expect(refusalOf(error)).toMatchObject({ errno: 9119, code: 'HISTORY_APPEND_ONLY' });
      expect((await connection.query('SELECT * FROM field_history ORDER BY id'))[0]).toEqual(before);
    },
  );
});

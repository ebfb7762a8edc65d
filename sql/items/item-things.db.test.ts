import { refusalOf } from '@kanban/schema';
import { createBoard, drift, enter, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { RowDataPacket } from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';

describe.each(serviceDatabases())('comments, checklists and attachments on $name', (server) => {
  const database = boardTest(server);
  beforeAll(async () => {
    await createBoard(database.pool);
    await enter(database.pool, 'backlog', 'a', 'gone', 'moved');
    await database.pool.query("INSERT INTO comments (reference, body) VALUES ('gone', 'before')");
    await database.pool.query("INSERT INTO checklist_items (reference, label) VALUES ('gone', 'before')");
    await database.pool.query(
      "INSERT INTO attachments (reference, name, address) VALUES ('gone', 'before', 'https://a.example/1')",
    );
    await database.pool.query("UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'gone'");
  });

  const rows = async (statement: string, parameters: unknown[] = []) =>
    (await database.pool.query<RowDataPacket[]>(statement, parameters))[0];
  const refusal = (statement: string, parameters: unknown[] = []) =>
    database.pool.query(statement, parameters).then(
      () => 'done',
      (error) => refusalOf(error)?.code ?? error.message,
    );
  const insertOf = {
    comments: "INSERT INTO comments (reference, body) VALUES (?, 'text')",
    checklist_items: "INSERT INTO checklist_items (reference, label) VALUES (?, 'text')",
    attachments:
      "INSERT INTO attachments (reference, name, address) VALUES (?, 'text', 'https://a.example/2')",
  };
  const textOf = { comments: 'body', checklist_items: 'label', attachments: 'name' };
  const tables = Object.keys(insertOf) as (keyof typeof insertOf)[];

  test.each(tables)('%s of an item that is not there are refused by code', async (table) => {
    expect(await refusal(insertOf[table], ['nobody'])).toBe('UNKNOWN_ITEM');
    expect(await refusal(insertOf[table], [null])).toBe('UNKNOWN_ITEM');
    expect(await rows(`SELECT id FROM ${table} WHERE reference = 'nobody'`)).toEqual([]);
  });

  test.each(tables)('%s of a deleted item are neither added to nor changed', async (table) => {
    expect(await refusal(insertOf[table], ['gone'])).toBe('ITEM_DELETED');
    expect(await refusal(`UPDATE ${table} SET ${textOf[table]} = 'other' WHERE reference = 'gone'`)).toBe(
      'ITEM_DELETED',
    );
    await database.pool.query(insertOf[table], ['moved']);
    expect(await refusal(`UPDATE ${table} SET reference = 'gone' WHERE reference = 'moved'`)).toBe(
      'ITEM_DELETED',
    );
    expect(await rows(`SELECT ${textOf[table]} AS text FROM ${table} WHERE reference = 'gone'`)).toEqual([
      { text: 'before' },
    ]);
  });

  test.each(tables)('%s that say nothing are refused', async (table) => {
    await database.pool.query(insertOf[table], ['a']);
    for (const nothing of ['', ' \n\t ', null]) {
      const update = `UPDATE ${table} SET ${textOf[table]} = ? WHERE reference = 'a'`;
      expect([nothing, await refusal(update, [nothing])]).toEqual([nothing, 'INVALID_VALUE']);
    }
    expect(await refusal(insertOf[table].replace("'text'", "'  '"), ['a'])).toBe('INVALID_VALUE');
  });

  test('a new checklist item goes to the end, and the view numbers the items from 1', async () => {
    const add = (values: string) =>
      database.pool.query(
        `INSERT INTO checklist_items (reference, checklist, label, position) VALUES ${values}`,
      );
    await add("('a', 'ready', 'one', NULL), ('a', 'ready', 'two', NULL), ('a', 'done', 'other list', NULL)");
    await add("('a', 'ready', 'far', 4294967295)");
    await add("('a', 'ready', 'behind', NULL), ('a', 'ready', 'between', 1)");
    await database.pool.query("DELETE FROM checklist_items WHERE label = 'one' AND reference = 'a'");
    expect(
      await rows(
        "SELECT place, label FROM item_checklists WHERE reference = 'a' AND checklist = 'ready' ORDER BY place",
      ),
    ).toEqual([
      { place: 1, label: 'between' },
      { place: 2, label: 'two' },
      { place: 3, label: 'far' },
      { place: 4, label: 'behind' },
    ]);
    expect(await rows("SELECT place, label FROM item_checklists WHERE checklist = 'done'")).toEqual([
      { place: 1, label: 'other list' },
    ]);
  });

  test('who ticked an item off and when is kept by the database, and forgotten when it is open again', async () => {
    const connection = await database.pool.getConnection();
    const state = async () => {
      const [found] = await connection.query<RowDataPacket[]>(
        `SELECT is_done, done_by, TIMESTAMPDIFF(SECOND, done_at, UTC_TIMESTAMP(6)) < 60 AS just_now
         FROM checklist_items WHERE label = 'tick'`,
      );
      return found[0];
    };
    await connection.query("SET @kanban_actor = 'anna'");
    await connection.query(
      "INSERT INTO checklist_items (reference, label, done_by, done_at) VALUES ('a', 'tick', 'forged', '2001-01-01')",
    );
    expect(await state()).toEqual({ is_done: 0, done_by: null, just_now: null });
    await connection.query(
      "UPDATE checklist_items SET is_done = TRUE, done_by = 'forged', done_at = '2001-01-01' WHERE label = 'tick'",
    );
    expect(await state()).toEqual({ is_done: 1, done_by: 'anna', just_now: 1 });
    await connection.query("SET @kanban_actor = 'ben'");
    await connection.query(
      "UPDATE checklist_items SET is_done = 7, done_by = 'forged', position = NULL WHERE label = 'tick'",
    );
    expect(await state()).toEqual({ is_done: 1, done_by: 'anna', just_now: 1 });
    await connection.query("UPDATE checklist_items SET is_done = FALSE WHERE label = 'tick'");
    expect(await state()).toEqual({ is_done: 0, done_by: null, just_now: null });
    await connection.query('SET @kanban_actor = NULL');
    connection.release();
  });

  test.each([
    'http://a.example/x',
    'https://a.example/x?y=1#z',
    'ftp://a.example/x',
    'sftp://a.example/x',
    's3://bucket/key',
    'file:///srv/x.pdf',
  ])('an attachment lies at %s', async (address) => {
    expect(
      await refusal("INSERT INTO attachments (reference, name, address) VALUES ('a', 'x', ?)", [address]),
    ).toBe('done');
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html;base64,PHNjcmlwdD4=',
    'JavaScript://a.example/%0aalert(1)',
    'java\nscript:alert(1)',
    'https://',
    'https://a.example/x y',
    'https://a.example/x\n',
    'https://a.example/\u0000x',
    'a.example/x',
    ' https://a.example/x',
    'javascript:x//\nhttps://a.example/',
    '',
    null,
  ])('an attachment cannot lie at %j, and the refusal names what is allowed', async (address) => {
    const attempt = database.pool.query(
      "INSERT INTO attachments (reference, name, address) VALUES ('a', 'bad', ?)",
      [address],
    );
    const refused = refusalOf(await attempt.catch((error) => error));
    expect(refused).toEqual({
      errno: 9118,
      code: 'INVALID_VALUE',
      message: 'an address begins with http, https, ftp, sftp, s3 or file:// and has no spaces',
    });
    expect(await rows("SELECT id FROM attachments WHERE name = 'bad'")).toEqual([]);
  });

  test('the views show them, but not those of deleted items', async () => {
    for (const view of ['item_comments', 'item_checklists', 'item_attachments']) {
      const shown = (await rows(`SELECT DISTINCT reference FROM ${view} ORDER BY 1`)).map(
        (row) => row.reference,
      );
      expect([view, shown.includes('a'), shown.includes('gone')]).toEqual([view, true, false]);
    }
  });

  test('deleting an item for good takes all of it along, deleted softly before or not', async () => {
    await enter(database.pool, 'triage', 'whole');
    for (const table of tables) await database.pool.query(insertOf[table], ['whole']);
    await database.pool.query(
      "INSERT INTO subscriptions (reference, recipient) VALUES ('whole', 'a@a.example')",
    );
    await database.pool.query("DELETE FROM work_items WHERE reference IN ('whole', 'gone')");
    expect(await rows('SELECT id FROM subscriptions')).toEqual([]);
    expect(
      await rows(
        "SELECT change_kind AS did FROM config_history WHERE table_name = 'subscriptions' ORDER BY id",
      ),
    ).toEqual([{ did: 'insert' }, { did: 'delete' }]);
    for (const table of tables)
      expect([table, await rows(`SELECT id FROM ${table} WHERE reference IN ('whole', 'gone')`)]).toEqual([
        table,
        [],
      ]);
    expect(
      await rows(
        `SELECT DISTINCT s.is_deleted FROM item_state s JOIN audit_log a ON a.item_id = s.item_id
         WHERE a.reference IN ('whole', 'gone')`,
      ),
    ).toEqual([{ is_deleted: 1 }]);
    expect(await drift(database.pool)).toEqual([]);
  });
});

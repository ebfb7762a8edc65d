import { isRetryable, refusalOf } from '@kanban/schema';
import {
  createBoard,
  createTestDatabase,
  drift,
  enter,
  move,
  setSnapshotIsolation,
  type TestDatabase,
  testDatabases,
} from '@kanban/schema/testing';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

const servers = testDatabases().filter(({ name }) => name !== 'mysql');
const isolations = ['READ COMMITTED', 'REPEATABLE READ'] as const;

describe.each(servers)(
  'with innodb_snapshot_isolation on, as MariaDB has it from 11.6 on, on $name',
  (server) => {
    let database: TestDatabase;
    let person: PoolConnection;
    let others: PoolConnection;
    beforeAll(async () => {
      database = await createTestDatabase(server);
      await createBoard(database.pool);
      await enter(database.pool, 'backlog', ...'abcdefghijkl');
      await database.pool.query("INSERT INTO settings (name, value) VALUES ('enforce_transitions', 'off')");
      await database.pool.query(
        "INSERT INTO work_items (reference, assignee) VALUES ('new', 'ada'), ('later', NULL), ('gone', NULL)",
      );
      others = await database.pool.getConnection();
      person = await database.pool.getConnection();
      expect(await setSnapshotIsolation(person, 'ON')).toBe(true);
    });
    // A test that failed must not leave its locks to the next.
    afterEach(() => person.rollback());
    afterAll(async () => {
      for (const each of [person, others]) each?.release();
      await database?.drop();
    });

    /** Changes nearly every row that the rules keep, but not that of the person's card. */
    async function changeTheBoard(n: number) {
      await move(others, 'a', n % 2 ? 'development' : 'triage');
      await move(others, 'b', n % 2 ? 'uat' : 'production');
      await others.query("UPDATE work_items SET assignee = ? WHERE reference = 'a'", [n % 2 ? 'ada' : 'bob']);
      await others.query('UPDATE wip_limits SET wip_limit = ? WHERE wip_limit >= 0', [10 + n]);
      const isOn = n % 2 ? 'on' : 'off';
      await others.query(
        "INSERT INTO settings (name, value) VALUES ('enforce_dependencies', ?) ON DUPLICATE KEY UPDATE value = ?",
        [isOn, isOn],
      );
      await others.query("INSERT INTO dependencies (reference, depends_on) VALUES ('k', 'l')");
      await others.query("DELETE FROM dependencies WHERE reference = 'k'");
      await others.query("UPDATE work_items SET description = ? WHERE reference IN ('l', 'd', 'later')", [
        `${n}`,
      ]);
      await others.query('CALL place_item(?, ?, ?)', n % 2 ? ['k', 'before', 'l'] : ['l', 'before', 'k']);
    }

    const statements = [
      "UPDATE queues SET queue_name = 'triage' WHERE reference = 'c'",
      "UPDATE queues SET queue_name = 'development' WHERE reference IN ('c', 'e')",
      "UPDATE queues SET queue_name = 'production' WHERE reference = 'e'",
      "INSERT INTO queues (reference, queue_name) VALUES ('new', 'triage')",
      "DELETE FROM queues WHERE reference = 'e'",
      "UPDATE work_items SET assignee = 'ada' WHERE reference = 'f'",
      "UPDATE work_items SET blocked_reason = 'waits' WHERE reference = 'f'",
      "UPDATE work_items SET parent = 'l' WHERE reference = 'f'",
      "UPDATE work_items SET dependency = 'l' WHERE reference = 'f'",
      "INSERT INTO dependencies (reference, depends_on) VALUES ('g', 'l')",
      "DELETE FROM dependencies WHERE reference = 'g'",
      "CALL place_item('c', 'before', 'a')",
      "CALL delete_item('h')",
      "CALL restore_item('h')",
      "DELETE FROM work_items WHERE reference = 'gone'",
      "INSERT INTO work_items (reference, assignee, parent, dependency) VALUES ('y', 'ada', 'l', 'd')",
      "INSERT INTO transitions (value_stream, from_queue, to_queue) VALUES ('main', 'test', 'uat')",
      "DELETE FROM transitions WHERE from_queue = 'test'",
      "INSERT INTO person_limits (value_stream, assignee, wip_limit) VALUES ('main', 'bob', 9)",
      "UPDATE wip_limits SET position = 99 WHERE value_stream = 'main' AND queue_name = 'drop'",
      "INSERT INTO comments (reference, body) VALUES ('c', 'a word')",
    ];

    test.each(statements)('behind an old snapshot a person can: %s', async (statement) => {
      await person.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await person.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      await changeTheBoard(statements.indexOf(statement));
      await person.query(statement);
      await person.commit();
      const [[now]] = await person.query<RowDataPacket[]>('SELECT @@innodb_snapshot_isolation AS isolation');
      expect(now?.isolation).toBe(1);
    });

    test('bulk work behind an old snapshot comes to its end', async () => {
      await person.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await person.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      await changeTheBoard(0);
      await person.query('CALL begin_bulk()');
      await person.query("UPDATE queues SET queue_name = 'uat' WHERE reference IN ('i', 'j')");
      await changeTheBoard(1);
      await person.query('CALL end_bulk()');
      await person.commit();
      expect(await drift(database.pool)).toEqual([]);
    });

    test('a session has the setting back after a refusal, and after several', async () => {
      for (const statement of [
        "UPDATE queues SET queue_name = 'nowhere' WHERE reference = 'c'",
        "CALL place_item('c', 'beside', 'a')",
        "INSERT INTO work_items (reference, parent) VALUES ('z', 'nobody')",
      ]) {
        const error = await person.query(statement).then(
          () => undefined,
          (reason) => reason,
        );
        expect(refusalOf(error)).toBeDefined();
        const [[now]] = await person.query<RowDataPacket[]>(
          'SELECT @@innodb_snapshot_isolation AS isolation',
        );
        expect(now?.isolation).toBe(1);
      }
    });

    test('a card that another moved since is a change to repeat the transaction after, and services do', async () => {
      await person.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await person.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      await move(others, 'k', 'uat');
      const error = await move(person, 'k', 'triage').catch((reason) => reason);
      await person.rollback();
      expect(error).toMatchObject({ errno: 1020 });
      expect(isRetryable(error)).toBe(true);
      await move(person, 'k', 'triage');
    });

    test.each(isolations)('ordinary moves of many at once at %s meet no 1020', async (isolation) => {
      const cards = [...'cdijkl'];
      const errors: unknown[] = [];
      await Promise.all(
        cards.map(async (card, n) => {
          const connection = await database.pool.getConnection();
          await setSnapshotIsolation(connection, 'ON');
          await connection.query(`SET SESSION TRANSACTION ISOLATION LEVEL ${isolation}`);
          for (let turn = 0; turn < 15; turn++) {
            const queue = ['uat', 'development', 'test'][(turn + n) % 3] as string;
            await move(connection, card, queue).catch((error) => errors.push(error));
            if (turn % 3) continue;
            await connection
              .query('UPDATE work_items SET assignee = ? WHERE reference = ?', [
                turn % 2 ? 'ada' : 'bob',
                card,
              ])
              .catch((error) => errors.push(error));
          }
          connection.destroy();
        }),
      );
      expect(errors.filter((error) => refusalOf(error) === undefined)).toEqual([]);
      expect(await drift(database.pool)).toEqual([]);
    });

    test('every trigger, and every procedure that a role may call, reads what is committed', async () => {
      const [triggers] = await database.pool.query<RowDataPacket[]>(
        `SELECT trigger_name AS name FROM information_schema.triggers
       WHERE trigger_schema = DATABASE() AND trigger_name NOT LIKE '%\\_guard' AND action_statement NOT LIKE '%v_heeds_snapshot%'
         AND REPLACE(action_statement, 'CALL refuse(', '') REGEXP BINARY 'SELECT|INSERT|UPDATE|DELETE|CALL'`,
      );
      expect(triggers).toEqual([]);
      const [covered] = await database.pool.query<RowDataPacket[]>(
        `SELECT routine_name AS name FROM information_schema.routines
       WHERE routine_schema = DATABASE() AND routine_definition LIKE '%v_heeds_snapshot%'`,
      );
      expect(covered.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          'begin_bulk',
          'complete_delivered_items',
          'delete_item',
          'drop_stale_items',
          'end_bulk',
          'housekeep',
          'place_item',
          'prune_settled',
          'rebuild_projections',
          'restore_item',
          'unsubscribe',
        ]),
      );
    });
  },
);

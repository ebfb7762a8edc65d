import { applyRoles, createLogins, createPool, refusalOf } from '@kanban/schema';
import { createBoard, drift, enter, everything, move, serviceDatabases } from '@kanban/schema/testing';
import { boardTest } from '@kanban/schema/testing/board-test';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const workflow = [
  ['backlog', 'triage'],
  ['triage', 'development'],
  ['triage', 'backlog'],
  ['development', 'test'],
  ['test', 'production'],
];

/** The refusal a statement ends in, or undefined when it goes through. Anything else is thrown. */
const refusalBy = (connection: Pool | PoolConnection, statement: string) =>
  connection.query(statement).then(
    () => undefined,
    (error) => {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal;
    },
  );

const toProduction = "UPDATE queues SET queue_name = 'production' WHERE reference = 'a'";
const illegal = {
  errno: 9109,
  code: 'ILLEGAL_MOVE',
  message: 'from backlog items move to triage; not to production',
};

describe.each(serviceDatabases())('the workflow of a stream on $name', (server) => {
  const database = boardTest(server);
  let pool: Pool;
  beforeEach(async () => {
    await database.empty();
    pool = database.pool;
    await createBoard(pool);
    await enter(pool, 'backlog', 'a', 'b', 'c', 'd', 'e');
    await pool.query('INSERT INTO transitions (from_queue, to_queue) VALUES ?', [workflow]);
  });
  afterEach(async () => {
    expect(await drift(pool)).toEqual([]);
  });

  const refusedWithNothingChanged = async (statement: string, refusal: object) => {
    const before = await everything(pool);
    expect(await refusalBy(pool, statement)).toMatchObject(refusal);
    expect(await everything(pool)).toEqual(before);
  };

  const notes = async () => {
    const [rows] = await pool.query<never[]>(
      'SELECT reference, to_queue, rule_notes FROM audit_log WHERE from_queue IS NOT NULL ORDER BY id',
    );
    return rows;
  };

  /** The login of the pool is `root`: a member row makes it somebody. */
  const makeMember = (name: string, rights: { fastTrack?: boolean; speaks?: boolean }) =>
    pool.query('REPLACE INTO members (name, may_fast_track, may_speak_for_others) VALUES (?, ?, ?)', [
      name,
      rights.fastTrack ?? false,
      rights.speaks ?? false,
    ]);

  /** Runs statements on one connection, whose session variables end with it. */
  const inSession = async <T>(work: (session: PoolConnection) => Promise<T>): Promise<T> => {
    const session = await pool.getConnection();
    try {
      return await work(session);
    } finally {
      session.destroy();
    }
  };

  test('a move it lists goes through, also back, and leaves no note', async () => {
    await move(pool, 'a', 'triage');
    await move(pool, 'a', 'backlog');
    expect(await notes()).toEqual([
      { reference: 'a', to_queue: 'triage', rule_notes: null },
      { reference: 'a', to_queue: 'backlog', rule_notes: null },
    ]);
  });

  test('a jump is refused by naming what is allowed from there', async () => {
    await refusedWithNothingChanged(toProduction, illegal);
    await move(pool, 'a', 'triage');
    await refusedWithNothingChanged(toProduction, {
      errno: 9109,
      message: 'from triage items move to backlog, development; not to production',
    });
  });

  test('from a queue that leads nowhere every move is refused', async () => {
    await enter(pool, 'uat', 'f');
    await refusedWithNothingChanged("UPDATE queues SET queue_name = 'test' WHERE reference = 'f'", {
      errno: 9109,
      message: 'from uat items move to no other queue; not to test',
    });
  });

  test('a jump is refused by its code however many long names there are to say', async () => {
    const long = Array.from({ length: 20 }, (_, n) => `${String(n).padStart(2, '0')}${'é'.repeat(62)}`);
    await pool.query('INSERT INTO wip_limits (queue_name) VALUES ?', [long.map((name) => [name])]);
    await pool.query('INSERT INTO transitions (from_queue, to_queue) VALUES ?', [
      long.map((name) => ['backlog', name]),
    ]);
    await inSession(async (session) => {
      await session.query('SET SESSION group_concat_max_len = 4');
      const refusal = await refusalBy(session, toProduction);
      expect(refusal).toMatchObject({ errno: 9109 });
      expect(refusal?.message).toContain(`from backlog items move to ${long[0]}, 01é`);
    });
  });

  test('a way there is no way back', async () => {
    await move(pool, 'a', 'triage');
    await move(pool, 'a', 'development');
    await refusedWithNothingChanged("UPDATE queues SET queue_name = 'triage' WHERE reference = 'a'", {
      errno: 9109,
      message: 'from development items move to test; not to triage',
    });
  });

  test('a statement of many rows is refused whole for one illegal move', async () => {
    await move(pool, 'c', 'triage');
    await refusedWithNothingChanged("UPDATE queues SET queue_name = 'development'", { errno: 9109 });
    await pool.query("UPDATE queues SET queue_name = 'triage' WHERE reference IN ('a', 'b')");
    await refusedWithNothingChanged(
      "INSERT INTO queues (reference, queue_name) VALUES ('d', 'test') ON DUPLICATE KEY UPDATE queue_name = 'test'",
      { errno: 9109 },
    );
  });

  test('entries and departures are always allowed', async () => {
    await enter(pool, 'test', 'f');
    await pool.query("DELETE FROM queues WHERE reference = 'f'");
    await pool.query("INSERT INTO queues (reference, queue_name) VALUES ('f', 'development')");
  });

  test('without a workflow every move is allowed, and the workflow of one stream is none of another', async () => {
    await pool.query("INSERT INTO value_streams (name) VALUES ('ops')");
    await pool.query(
      "INSERT INTO wip_limits (value_stream, queue_name) VALUES ('ops', 'backlog'), ('ops', 'production')",
    );
    await pool.query("INSERT INTO work_items (reference, value_stream) VALUES ('o', 'ops')");
    await pool.query("INSERT INTO queues (reference, queue_name) VALUES ('o', 'backlog')");
    await move(pool, 'o', 'production');
    await refusedWithNothingChanged(toProduction, illegal);
    await pool.query('DELETE FROM transitions');
    await move(pool, 'a', 'production');
  });

  test('switched off, everywhere or for a stream, jumps pass and are noted', async () => {
    await pool.query("INSERT INTO settings (name, value) VALUES ('enforce_transitions', 'off')");
    await move(pool, 'a', 'production');
    await pool.query(
      "INSERT INTO settings (name, value_stream, value) VALUES ('enforce_transitions', 'main', 'on')",
    );
    await refusedWithNothingChanged(toProduction.replace("'a'", "'b'"), illegal);
    await pool.query("UPDATE settings SET value = 'off' WHERE value_stream = 'main'");
    await pool.query(
      "UPDATE settings SET value = 'on' WHERE name = 'enforce_transitions' AND value_stream = ''",
    );
    await move(pool, 'b', 'production');
    await move(pool, 'c', 'triage');
    expect(await notes()).toEqual([
      { reference: 'a', to_queue: 'production', rule_notes: 'illegal_move' },
      { reference: 'b', to_queue: 'production', rule_notes: 'illegal_move' },
      { reference: 'c', to_queue: 'triage', rule_notes: null },
    ]);
  });

  describe('fast track', () => {
    test('takes an entitled login past the workflow, and the log says so', async () => {
      await makeMember('root', { fastTrack: true });
      await inSession(async (session) => {
        await session.query('SET @kanban_fast_track = 1');
        await session.query(toProduction);
        await session.query("UPDATE queues SET queue_name = 'triage' WHERE reference = 'b'");
      });
      expect(await notes()).toEqual([
        { reference: 'a', to_queue: 'production', rule_notes: 'fast_track' },
        { reference: 'b', to_queue: 'triage', rule_notes: null },
      ]);
    });

    test('is not taken unless it is asked for', async () => {
      await makeMember('root', { fastTrack: true });
      await refusedWithNothingChanged(toProduction, illegal);
    });

    test('is asked for by 1 alone, and by no other value, which is no error either', async () => {
      const texts = ['yes', 'abc', 'on', '', '1x', ' 1', '01'].map((text) => `'${text}'`);
      const others = [...texts, 'NULL', '0', '2', '-1', '1.5', "X'FF00'", "REPEAT('1', 9999)"];
      await inSession(async (session) => {
        for (const value of others) {
          await session.query(`SET @kanban_fast_track = ${value}`);
          expect([value, await refusalBy(session, toProduction)]).toMatchObject([value, illegal]);
        }
        for (const value of ['1', "'1'", 'TRUE', "_latin1 X'31'"]) {
          await session.query(`SET @kanban_fast_track = ${value}`);
          expect([value, await refusalBy(session, toProduction)]).toMatchObject([
            value,
            { errno: 9110, message: 'fast track needs members.may_fast_track, which root has not' },
          ]);
        }
        await makeMember('root', { fastTrack: true });
        for (const value of others) {
          await session.query(`SET @kanban_fast_track = ${value}`);
          expect([value, await refusalBy(session, toProduction)]).toMatchObject([value, illegal]);
        }
      });
    });

    test('is refused to a member without the right, with any actor', async () => {
      await makeMember('root', {});
      await makeMember('ann', { fastTrack: true });
      await inSession(async (session) => {
        await session.query("SET @kanban_fast_track = 1, @kanban_actor = 'ann'");
        const before = await everything(pool);
        expect(await refusalBy(session, toProduction)).toMatchObject({ errno: 9130, code: 'UNPROVEN_ACTOR' });
        expect(await everything(pool)).toEqual(before);
      });
    });

    test('of an application that may speak for others is the right of the actor that it names', async () => {
      await makeMember('root', { speaks: true });
      await makeMember('ann', { fastTrack: true });
      await makeMember('bob', {});
      await inSession(async (session) => {
        await session.query("SET @kanban_fast_track = 1, @kanban_actor = 'bob'");
        expect(await refusalBy(session, toProduction)).toMatchObject({
          errno: 9110,
          message: 'fast track needs members.may_fast_track, which bob has not',
        });
        for (const nobody of ["''", 'NULL', "'Ann'", "'annette'"]) {
          await session.query(`SET @kanban_actor = ${nobody}`);
          expect(await refusalBy(session, toProduction)).toMatchObject({ errno: 9110 });
        }
        await session.query("SET @kanban_actor = 'ann'");
        await session.query(toProduction);
      });
      expect(await notes()).toEqual([{ reference: 'a', to_queue: 'production', rule_notes: 'fast_track' }]);
    });

    test('without the right is a noted move where the workflow only observes', async () => {
      await pool.query("INSERT INTO settings (name, value) VALUES ('enforce_transitions', 'off')");
      await inSession(async (session) => {
        await session.query('SET @kanban_fast_track = 1');
        await session.query(toProduction);
      });
      expect(await notes()).toMatchObject([{ rule_notes: 'illegal_move' }]);
    });

    test('is no way past a WIP limit', async () => {
      await makeMember('root', { fastTrack: true });
      await inSession(async (session) => {
        await session.query('SET @kanban_fast_track = 1');
        await session.query("UPDATE queues SET queue_name = 'test' WHERE reference IN ('a', 'b', 'c')");
        expect(
          await refusalBy(session, "UPDATE queues SET queue_name = 'test' WHERE reference = 'd'"),
        ).toMatchObject({ code: 'QUEUE_FULL' });
      });
      expect(await notes()).toHaveLength(3);
    });
  });

  test('a mover cannot make himself entitled, and a login is not taken for another by the part before an @', async () => {
    await applyRoles(database.url);
    const suffix = `_${database.name.slice(-6)}`;
    const name = `kanban_mover${suffix}`;
    const impostor = `${name}@x`;
    await makeMember(name, { fastTrack: true });
    const asks = async (user: string) => {
      const urls = await createLogins(
        database.url,
        { mover: 'secret' },
        { suffix: user.replace('kanban_mover', '') },
      );
      const login = createPool(urls.mover as string, { connectionLimit: 1 });
      try {
        for (const statement of [
          `INSERT INTO members (name, may_fast_track) VALUES ('${user}', TRUE)`,
          'UPDATE members SET may_fast_track = TRUE, may_speak_for_others = TRUE',
          'DELETE FROM transitions',
          "INSERT INTO transitions (from_queue, to_queue) VALUES ('backlog', 'production')",
          'DELETE FROM person_limits',
          'UPDATE person_wip SET wip_limit = -1',
          "INSERT INTO settings (name, value) VALUES ('enforce_transitions', 'off')",
        ]) {
          await expect(login.query(statement)).rejects.toMatchObject({ errno: 1142 });
        }
        await login.query('SELECT m.name, m.may_fast_track FROM members m, transitions, person_limits');
        await expect(login.query('SELECT email FROM members')).rejects.toMatchObject({ errno: 1143 });
        await login.query('SET @kanban_fast_track = 1');
        return await refusalBy(login, toProduction);
      } finally {
        await login.end();
      }
    };
    try {
      expect(await asks(impostor)).toMatchObject({
        errno: 9110,
        message: `fast track needs members.may_fast_track, which ${impostor} has not`,
      });
      expect(await asks(name)).toBeUndefined();
    } finally {
      await pool.query('DROP USER IF EXISTS ?, ?', [name, impostor]);
    }
  });

  test('renaming a queue keeps its moves, also for who began to look before', async () => {
    await inSession(async (early) => {
      await early.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await early.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      await pool.query("UPDATE wip_limits SET queue_name = 'sorting' WHERE queue_name = 'triage'");
      await move(early, 'b', 'sorting');
      await early.query('COMMIT');
    });
    await move(pool, 'a', 'sorting');
    await move(pool, 'a', 'development');
    await refusedWithNothingChanged("UPDATE queues SET queue_name = 'production' WHERE reference = 'b'", {
      errno: 9109,
      message: 'from sorting items move to backlog, development; not to production',
    });
  });

  test('deleting a queue without history takes its moves along', async () => {
    await pool.query("DELETE FROM wip_limits WHERE queue_name = 'test'");
    const [rows] = await pool.query('SELECT from_queue, to_queue FROM transitions ORDER BY 1, 2');
    expect(rows).toEqual([
      { from_queue: 'backlog', to_queue: 'triage' },
      { from_queue: 'triage', to_queue: 'backlog' },
      { from_queue: 'triage', to_queue: 'development' },
    ]);
  });

  test('a move from or to a queue that is not there, or from a queue to itself, cannot be listed', async () => {
    const rows = async () => (await pool.query('SELECT * FROM transitions ORDER BY 1, 2, 3'))[0];
    const before = await rows();
    for (const [statement, errno, message] of [
      ["('main', 'backlog', 'nowhere')", 9102, /^no queue 'nowhere' in main; there are: backlog, triage/],
      ["('main', 'Backlog', 'test')", 9102, /^no queue 'Backlog' in main/],
      ["('ops', 'backlog', 'test')", 9102, /^no queue 'backlog' in ops; there are: none/],
      ["('main', 'test', 'test')", 9118, /^from test to itself is no move/],
      ["UPDATE transitions SET to_queue = 'nowhere' WHERE from_queue = 'test'", 9102, /^no queue 'nowhere'/],
      ["UPDATE transitions SET to_queue = 'test' WHERE from_queue = 'test'", 9118, /^from test to itself/],
    ] as const) {
      const sql = statement.startsWith('(')
        ? `INSERT INTO transitions (value_stream, from_queue, to_queue) VALUES ${statement}`
        : statement;
      expect(await refusalBy(pool, sql)).toMatchObject({ errno, message: expect.stringMatching(message) });
    }
    expect(await rows()).toEqual(before);
  });
});

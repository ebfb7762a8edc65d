import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startDatabase } from '../../../../scripts/servers/database.mjs';
import { debianTree } from '../../../../scripts/servers/debian-tree.mjs';
import { findDatabaseServers } from '../../../../scripts/servers/find-binary.mjs';
import { migrate } from '../migrate/migrate.ts';
import { createPool } from '../pool.ts';

const { mariadb, mysql = (await debianTree('mysql', { log: () => {} })).server } = findDatabaseServers();
const servers = [mariadb, mysql].filter((server) => server !== undefined);

describe.each(servers)('a separate $flavour', (server) => {
  let folder: string;
  let stop: () => Promise<unknown> = async () => {};
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kanban-unfit-'));
  });
  afterEach(() => stop());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function start(...extra: string[]) {
    const started = await startDatabase({
      name: server.flavour,
      server,
      dataDir: join(folder, server.flavour),
      runDir: join(folder, 'run'),
      logDir: join(folder, 'log'),
      bufferPoolMb: 32,
      careless: true,
      extra,
    });
    stop = () => started.stop();
    return { ...started, board: `${started.adminUrl}board` };
  }

  test('set so that it would break promises is refused, all of it at once, with nothing done', async () => {
    const { board, adminUrl } = await start(
      '--log-bin=log',
      '--server-id=1',
      '--binlog-format=STATEMENT',
      '--log-bin-trust-function-creators=0',
      '--sysdate-is-now',
      '--innodb-default-row-format=compact',
      '--read-only=1',
      ...(server.flavour === 'mariadb'
        ? ['--enforce-storage-engine=Aria']
        : ['--disabled-storage-engines=InnoDB']),
    );
    const refusal = await migrate(board).then(
      () => undefined,
      (error: Error) => error.message.split('\n').map((sentence) => sentence.split(':')[0]),
    );
    expect(refusal).toEqual([
      server.flavour === 'mariadb'
        ? 'The server has enforce_storage_engine = Aria'
        : 'The server has disabled_storage_engines = InnoDB',
      'The server has innodb_default_row_format = compact',
      'The server has read_only = ON',
      'The server has binlog_format = STATEMENT',
      'The server has log_bin_trust_function_creators = OFF',
      'The server runs with sysdate-is-now, which makes SYSDATE() stand still',
    ]);
    const pool = createPool(adminUrl, { connectionLimit: 1 });
    expect((await pool.query("SHOW DATABASES LIKE 'board'"))[0]).toEqual([]);
    await pool.end();
  });

  test('set oddly keeps the rules all the same, and its replicas get rows, never statements', async () => {
    const { board } = await start(
      '--log-bin=log',
      '--server-id=1',
      '--binlog-format=MIXED',
      '--transaction-isolation=REPEATABLE-READ',
      '--default-storage-engine=MyISAM',
      '--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,PAD_CHAR_TO_FULL_LENGTH',
      '--autocommit=0',
      '--character-set-server=latin1',
      ...(server.flavour === 'mariadb' ? ['--skip-character-set-client-handshake'] : []),
      '--event-scheduler=OFF',
    );
    await migrate(board);
    const pool = createPool(board, { connectionLimit: 2 });
    const rows = async (sql: string, values: unknown[] = []) =>
      (await pool.query<RowDataPacket[]>(sql, values))[0];

    // As a client that keeps what the server was set to, writing every table a mover writes.
    const mover = await pool.getConnection();
    await mover.query('SET SESSION sql_mode = @@GLOBAL.sql_mode, autocommit = 1');
    const [{ File: log, Position: from }] = (await mover
      .query<RowDataPacket[]>(server.flavour === 'mariadb' ? 'SHOW MASTER STATUS' : 'SHOW BINARY LOG STATUS')
      .then(([[row]]) => [row])) as [RowDataPacket];
    for (const statement of [
      "INSERT INTO wip_limits (queue_name, wip_limit) VALUES ('backlog', -1), ('doing', 1)",
      "INSERT INTO work_items (reference, short_desc) VALUES ('a', 'Grüße 🐞'), ('b', 'two')",
      "INSERT INTO queues (reference, queue_name) VALUES ('a', 'backlog'), ('b', 'backlog')",
      "UPDATE queues SET queue_name = 'doing' WHERE reference = 'a'",
      "UPDATE work_items SET priority = 3, assignee = 'ada', blocked_reason = 'no data' WHERE reference = 'a'",
      "INSERT INTO comments (reference, body) VALUES ('a', 'hello')",
      "INSERT INTO checklist_items (reference, checklist, label) VALUES ('a', 'release', 'Tested')",
      "INSERT INTO attachments (reference, name, address) VALUES ('a', 'shot', 'https://files.example/a.png')",
      "INSERT INTO dependencies (reference, depends_on) VALUES ('b', 'a')",
      "INSERT INTO placements (reference, side, other) VALUES ('b', 'after', 'b')",
      "UPDATE work_items SET deleted_at = UTC_TIMESTAMP(6) WHERE reference = 'b'",
      "INSERT INTO settings (name, value_stream, value) VALUES ('enforce_blocks', 'main', 'on')",
    ]) {
      await mover.query(statement).catch((error) => expect(error.errno).toBe(9116));
    }
    await expect(mover.query("INSERT INTO work_items (reference) VALUES ('c')")).resolves.toBeDefined();
    await expect(
      mover.query("INSERT INTO queues (reference, queue_name) VALUES ('c', 'doing')"),
    ).rejects.toMatchObject({
      errno: 9101,
    });
    mover.destroy();

    const events = await rows(`SHOW BINLOG EVENTS IN '${log}' FROM ${from}`);
    const statements = events.filter(
      ({ Event_type, Info }) => Event_type === 'Query' && !/^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT)/.test(Info),
    );
    expect(statements.map(({ Info }) => Info)).toEqual([]);
    expect(events.length).toBeGreaterThan(20);

    // As our own services: what they commit is there, and a value stays a value.
    const hostile = "\\' OR 1 = 1 -- Grüße 🐞";
    await pool.query('UPDATE work_items SET short_desc = ? WHERE reference = ?', [hostile, 'a']);
    const other = createPool(board, { connectionLimit: 1 });
    expect((await other.query('SELECT short_desc FROM work_items WHERE reference = ?', ['a']))[0]).toEqual([
      { short_desc: hostile },
    ]);
    await other.end();
    expect(
      await rows(
        "SELECT DISTINCT engine AS engine FROM information_schema.tables WHERE table_schema = 'board' AND table_type = 'BASE TABLE'",
      ),
    ).toEqual([{ engine: 'InnoDB' }]);
    // What is stored with triggers and routines is the migrator's, not the server's.
    expect(
      await rows(
        `SELECT DISTINCT sql_mode AS mode, character_set_client AS chars FROM information_schema.triggers WHERE trigger_schema = 'board'
         UNION SELECT sql_mode, character_set_client FROM information_schema.routines WHERE routine_schema = 'board'`,
      ),
    ).toEqual([
      {
        mode: 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
        chars: 'utf8mb4',
      },
    ]);
    await pool.end();
  });
});

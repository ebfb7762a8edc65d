import type { RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, drift, movers, type TestDatabase, testDatabases } from '../testing/index.ts';
import { migrate } from './migrate.ts';

/** What a mover may hear meanwhile, and may repeat. */
const temporary = new Map([
  [9101, 'a queue is full'],
  [9124, 'the database is being upgraded'],
  [1213, 'deadlock'],
]);

/** And a program that changes settings, which are not closed. */
const temporaryForSettings = new Map([
  [1213, 'deadlock'],
  [1305, 'a routine is just being made again'],
  [1048, 'a routine finds another one missing'],
  // Seen once on MySQL: it refuses a setting that there is. Why is not known; nothing is lost by it.
  [9108, 'no such setting'],
]);

/** MariaDB 11.8.9 now and then dies (signal 11) of an UPDATE whose table gets other triggers meanwhile; see sql/INTERNALS.md. */
const servers = testDatabases().filter(({ name }) => name !== 'mariadb-11.8');

describe.each(servers)('an upgrade from the last release while people are at work, on $name', (server) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase(server, { ofLastRelease: true });
  });
  afterEach(() => database.drop());

  const rows = async (statement: string) => (await database.pool.query<RowDataPacket[]>(statement))[0];

  test('loses no move of those who go on moving', async () => {
    let isUpgraded = false;
    const moved = new Map<string, string[]>();
    const errors = new Set<number>();
    let meanwhile = 0;
    const run = async (reference: string, queues: readonly string[]) => {
      const path: string[] = ['backlog'];
      moved.set(reference, path);
      let after = 0;
      for (let n = 0; after < 3; n++) {
        const queue = queues[n % queues.length] as string;
        if (isUpgraded) after++;
        if (queue === path.at(-1)) continue;
        try {
          await database.pool.query('UPDATE queues SET queue_name = ? WHERE reference = ?', [
            queue,
            reference,
          ]);
          path.push(queue);
          if (!isUpgraded) meanwhile++;
        } catch (error) {
          const { errno } = error as { errno: number };
          errors.add(errno);
          // Not for ever: a pool that is closed answers at once.
          if (!temporary.has(errno)) return;
        }
      }
    };
    const running = movers.map((reference, n) =>
      run(reference, n % 2 ? ['development', 'test', 'production'] : ['uat', 'backlog', 'test']),
    );
    try {
      await migrate(database.url);
    } finally {
      isUpgraded = true;
      await Promise.all(running);
    }
    expect(meanwhile).toBeGreaterThan(10);
    expect([...errors].filter((errno) => !temporary.has(errno))).toEqual([]);
    const log = await rows(
      "SELECT reference, to_queue FROM audit_log WHERE reference LIKE 'mover-%' ORDER BY id",
    );
    const logged = Map.groupBy(log, (row) => row.reference as string);
    for (const [reference, path] of moved) {
      expect([reference, logged.get(reference)?.map((row) => row.to_queue)]).toEqual([reference, path]);
    }
    expect(
      await rows(
        'SELECT id FROM audit_log_chain WHERE chain_hash IS NULL OR NOT (chain_hash <=> expected_hash)',
      ),
    ).toEqual([]);
    expect(await drift(database.pool)).toEqual([]);
  });

  // Their triggers use the board's tables: on MySQL such writers can keep LOCK TABLES waiting for ever (lock-tables.ts).
  test('comes to its end beside programs that change settings without a pause, and loses no change', async () => {
    let isUpgraded = false;
    const kept = new Map<string, string>();
    const errors = new Set<number>();
    const set = async (stream: string, name: string, value: string) => {
      await database.pool.query(
        'INSERT INTO settings (name, value_stream, value) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE value = ?',
        [name, stream, value, value],
      );
      kept.set(`${name} ${stream}`, value);
    };
    const run = async (stream: string, name: string, values: readonly string[]) => {
      for (let n = 0; !isUpgraded; n++) {
        try {
          await set(stream, name, values[n % values.length] as string);
        } catch (error) {
          const { errno } = error as { errno: number };
          errors.add(errno);
          // Not for ever: a pool that is closed answers at once.
          if (!temporaryForSettings.has(errno)) return;
        }
      }
    };
    const programs = ['', 'main', 'support', 'empty'].flatMap((stream) => [
      [stream, 'enforce_wip_limits', ['off', 'on']] as const,
      [stream, 'default_recipient', ['a@a.example', 'b@a.example', 'c@a.example']] as const,
    ]);
    // However quick the upgrade is, each of them was at work before it: one by one, as together they may deadlock for long.
    for (const [stream, name, [first]] of programs) await set(stream, name, first);
    const running = programs.map(([stream, name, values]) => run(stream, name, values));
    // A server that goes round and round fills its memory, even when its clients are gone.
    const rescue = setInterval(async () => {
      const stuck = (await rows('SHOW PROCESSLIST')).find(
        ({ db, Time, Info }) => db === database.name && Time > 10 && /^LOCK TABLES/.test(Info),
      );
      if (stuck) await database.pool.query('KILL ?', [stuck.Id]).catch(() => {});
    }, 500);
    try {
      await migrate(database.url);
    } finally {
      clearInterval(rescue);
      isUpgraded = true;
      await Promise.all(running);
    }
    expect([...errors].filter((errno) => !temporaryForSettings.has(errno))).toEqual([]);
    const settings = await rows("SELECT CONCAT(name, ' ', value_stream) AS setting, value FROM settings");
    for (const [setting, value] of kept) expect(settings).toContainEqual({ setting, value });
    expect(kept.size).toBe(running.length);
    expect(await drift(database.pool)).toEqual([]);
  });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '@kanban/schema';
import { afterAll, describe, expect, test } from 'vitest';
import { startDatabase } from './database.mjs';
import { debianTree } from './debian-tree.mjs';
import { findDatabaseServers } from './find-binary.mjs';

const log = () => {};
const folder = mkdtempSync(join(tmpdir(), 'kanban-database-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { mariadb, mysql = (await debianTree('mysql', { log })).server } = findDatabaseServers();
const { server: newMariadb } = await debianTree('mariadb-11.8', { log });
const servers = Object.entries({ mariadb, 'mariadb-11.8': newMariadb, mysql }).flatMap(([name, server]) =>
  server ? [{ name, server }] : [],
);

describe.each(servers)('a private $name', ({ name, server }) => {
  const dataDir = join(folder, name);
  const start = () =>
    startDatabase({
      name,
      server,
      dataDir,
      runDir: join(folder, 'run'),
      logDir: join(folder, 'log'),
    });

  async function query(url: string, sql: string) {
    const pool = createPool(url, { connectionLimit: 1 });
    try {
      return (await pool.query(sql))[0];
    } finally {
      await pool.end();
    }
  }

  test('keeps its port and what was committed after a kill, with any files that the kill leaves', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept (n INT)');
    await query(first.url, 'INSERT INTO kept VALUES (7)');
    process.kill(first.pid as number, 'SIGKILL');
    await first.exited;
    // The lock of a socket names a process; by now that may be anybody.
    writeFileSync(join(dataDir, 'server.sock.lock'), `${process.pid}\n`);

    const second = await start();
    expect(second.port).toBe(first.port);
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await second.stop();
  });

  test('is created again when its creation was interrupted', async () => {
    rmSync(dataDir, { recursive: true });
    writeFileSync(`${dataDir}.new`, 'half done');
    const child = await start();
    expect(await query(child.url, 'SHOW TABLES')).toEqual([]);
    await child.stop();
    expect(existsSync(join(folder, 'run', `${name}.pid`))).toBe(false);
  });
});

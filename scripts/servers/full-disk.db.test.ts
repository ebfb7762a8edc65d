import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, isRetryable } from '@kanban/schema';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startDatabase } from './database.mjs';
import { debianTree } from './debian-tree.mjs';
import { findDatabaseServers } from './find-binary.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kanban-full-disk-'));
const disk = join(folder, 'disk');
mkdirSync(disk);
const mount = (...options: string[]) => execFileSync('mount', [...options, disk], { stdio: 'ignore' });
const unmount = () => execFileSync('umount', ['-l', disk], { stdio: 'ignore' });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Only the superuser of a machine that lets its containers mount can make a disk that is soon full. */
function mayMount(): boolean {
  try {
    mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs');
    unmount();
    return true;
  } catch {
    return false;
  }
}

const { mariadb, mysql = (await debianTree('mysql', { log: () => {} })).server } = findDatabaseServers();
const servers = [
  { name: 'mariadb', server: mariadb, size: '190m' },
  { name: 'mysql', server: mysql, size: '330m' },
].flatMap(({ server, ...rest }) => (server ? [{ ...rest, server }] : []));
const reason = mayMount() ? '' : ' (left out: this user may mount no disk)';

describe.skipIf(reason !== '').each(servers)(
  `a disk that is full under a private $name${reason}`,
  ({ name, server, size }) => {
    const start = () =>
      startDatabase({
        name,
        server,
        dataDir: join(disk, name),
        runDir: join(folder, 'run'),
        logDir: join(folder, 'log'),
      });
    afterEach(unmount);

    test('loses nothing that was committed: the write fails so that it is tried again, or the server ends and comes back', async () => {
      mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs');
      const first = await start();
      const pool = createPool(first.url, { connectionLimit: 1 });
      await pool.query('CREATE TABLE filled (id INT AUTO_INCREMENT PRIMARY KEY, bytes LONGTEXT)');
      let committed = 0;
      let failure: unknown;
      while (failure === undefined && committed < 5_000) {
        await pool.query("INSERT INTO filled (bytes) VALUES (REPEAT('x', 262144))").then(
          () => committed++,
          (error) => (failure = error),
        );
      }
      expect([failure, isRetryable(failure)]).toEqual([failure, true]);
      await pool.end().catch(() => {});
      // A connection that was lost bears no number of the server.
      const hasEnded = !(Number((failure as { errno?: number }).errno) > 0);
      if (hasEnded) await first.exited;

      mount('-o', 'remount,size=900m');
      // MySQL says 1114 and stays; InnoDB of MariaDB ends the server.
      const second = hasEnded ? await start() : first;
      const again = createPool(second.url, { connectionLimit: 1 });
      const [[row]] = await again.query<never[]>('SELECT COUNT(*) AS n FROM filled');
      expect((row as { n: number } | undefined)?.n).toBe(committed);
      await again.query("INSERT INTO filled (bytes) VALUES ('there is room')");
      await again.end();
      await second.stop(0);
    });
  },
);

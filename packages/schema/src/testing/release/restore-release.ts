import type { RowDataPacket } from 'mysql2/promise';
import { withDatabase } from '../../database-url.ts';
import { createPool } from '../../pool.ts';
import { isMariaDb } from '../../server/is-maria-db.ts';
import { restore } from '../dump.ts';
import { readLastRelease } from './last-release.ts';

/** Makes the database at `url`, which is not there yet, as the last release left it, full of data. */
export async function restoreRelease(url: string): Promise<void> {
  const pool = createPool(withDatabase(url, ''), { connectionLimit: 1 });
  try {
    await pool.query(
      `CREATE DATABASE ${new URL(url).pathname.slice(1)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    );
    const [[server]] = await pool.query<RowDataPacket[]>('SELECT VERSION() AS version');
    const dumps = await readLastRelease();
    await restore(url, isMariaDb(server?.version) ? dumps.mariadb : dumps.mysql);
  } finally {
    await pool.end();
  }
}

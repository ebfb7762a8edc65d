import { createPool } from '@kanban/schema';

/** Drops the database that `url` names and makes it again, without a table. */
export default async function emptyDatabase(url) {
  const name = new URL(url).pathname.slice(1);
  const pool = createPool(new URL('/', url).href, { connectionLimit: 1 });
  try {
    await pool.query('DROP DATABASE IF EXISTS ??', [name]);
    await pool.query('CREATE DATABASE ??', [name]);
  } finally {
    await pool.end();
  }
}

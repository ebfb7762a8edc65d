import { createPool } from '@kanban/schema';

/** @import { RowDataPacket } from 'mysql2/promise' */

/**
 * True if no item has ever been in this database.
 * @param {string} url
 */
export default async function isEmpty(url) {
  const pool = createPool(url, { connectionLimit: 1 });
  try {
    const [[row]] = /** @type {[RowDataPacket[], unknown]} */ (
      await pool.query(
        'SELECT NOT EXISTS (SELECT 1 FROM work_items) AND NOT EXISTS (SELECT 1 FROM audit_log) AS isEmpty',
      )
    );
    return row?.isEmpty === 1;
  } finally {
    await pool.end();
  }
}

import type { Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** The used part of a rate limit: `used` places of the window that starts at `begins`. */
export interface Window {
  begins: Instant;
  used: number;
}

/**
 * Takes one place. If the window is over, a new one starts now; if it is full, the next one starts at its end. No window holds
 * more than `limit` places.
 */
export function takePlace(window: Window, now: Instant, limit: number, length: number): Instant {
  if (window.begins + length <= now) {
    window.begins = now;
    window.used = 0;
  }
  if (window.used >= limit) {
    window.begins += length;
    window.used = 0;
  }
  window.used++;
  return Math.max(window.begins, now);
}

/** Locks the windows of these scopes in order, and creates missing ones. */
export async function lockWindows(
  connection: PoolConnection,
  scopes: readonly string[],
): Promise<Map<string, Window>> {
  await connection.query(
    'INSERT INTO rate_windows (scope, begins_at, used) VALUES ? ON DUPLICATE KEY UPDATE scope = VALUES(scope)',
    [scopes.map((scope) => [scope, '2000-01-01', 0])],
  );
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT scope, begins_at AS begins, used FROM rate_windows FORCE INDEX (PRIMARY)
     WHERE scope IN (?) ORDER BY scope FOR UPDATE`,
    [scopes],
  );
  return new Map(
    rows.map(({ scope, begins, used }) => [String(scope), { begins: Number(begins), used: Number(used) }]),
  );
}

export async function writeWindows(
  connection: PoolConnection,
  windows: ReadonlyMap<string, Window>,
): Promise<void> {
  const rows = [...windows].filter(([, { used }]) => used > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO rate_windows (scope, begins_at, used) VALUES ?
     ON DUPLICATE KEY UPDATE begins_at = VALUES(begins_at), used = VALUES(used)`,
    [rows.map(([scope, { begins, used }]) => [scope, sqlInstant(begins), used])],
  );
}

import { HOUR, type Instant, MINUTE } from '@kanban/domain';
import { jsonOf, sqlInstant, updateEach } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { holdBack } from './change-claimed.ts';
import type { ClaimedRow } from './claimed-rows.ts';

/** Messages in an hour to one recipient, and in a minute to all; Infinity: as many as there are. */
export interface Limits {
  readonly perRecipientAndHour: number;
  readonly perMinute: number;
}

/** Read anew at most once a second, so that a busy notifier does not ask with every mail. */
export function createLimits(): (connection: PoolConnection) => Promise<Limits> {
  let readAt = Number.NEGATIVE_INFINITY;
  let limits: Limits = { perRecipientAndHour: Infinity, perMinute: Infinity };
  return async (connection) => {
    if (performance.now() - readAt < 1_000) return limits;
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT setting_value('max_per_recipient_per_hour', '') AS perRecipientAndHour,
              setting_value('max_per_minute', '') AS perMinute`,
    );
    const numberOf = (value: unknown) => (value === 'off' ? Infinity : Number(value));
    limits = {
      perRecipientAndHour: numberOf(rows[0]?.perRecipientAndHour),
      perMinute: numberOf(rows[0]?.perMinute),
    };
    readAt = performance.now();
    return limits;
  };
}

/** Only while the claim is ours: who has it since takes places of its own. */
const placesSql = `${updateEach('deliveries', 'd', { place: 'DATETIME(6)', place_of_all: 'DATETIME(6)' })}
  SET d.admitted_at = said.place, d.admitted_globally_at = said.place_of_all
  WHERE d.claim_token = ? AND d.state = 'sending'`;

/**
 * Admits claimed deliveries under the rate limits, in the order of their ids, and holds the others back: each is given a place
 * in the next window that has room, and goes out then without asking again, so a long line is not looked through each time.
 * A place is taken once a delivery, whatever becomes of its attempts. First the recipient's line, behind it that of all.
 *
 * In one transaction, the windows locked in the order of their scopes: notifiers wait for each other here while there is a
 * limit. A kill rolls back: the deliveries stay `sending` and are put back. Returns the ids of those held back.
 */
export async function admit(
  connection: PoolConnection,
  rows: readonly ClaimedRow[],
  claimToken: string,
  { perRecipientAndHour, perMinute }: Limits,
): Promise<Set<number>> {
  const held: [ClaimedRow, Instant][] = [];
  if (rows.length === 0 || (perRecipientAndHour === Infinity && perMinute === Infinity)) return new Set();
  await connection.beginTransaction();
  try {
    const scopes = rows.map(scopeOf);
    const windows = await lockWindows(connection, [...new Set(['', ...scopes])].sort());
    failPoint('admit windows locked');
    const places: [id: number, place: string | null, placeOfAll: string | null][] = [];
    for (const row of rows.toSorted((a, b) => a.id - b.id)) {
      const { id, now } = row;
      let place = row.admitted_at;
      let placeOfAll = row.admitted_globally_at;
      if (place === null && perRecipientAndHour !== Infinity) {
        place = takePlace(windows.get(scopeOf(row)) as Window, now, perRecipientAndHour, HOUR);
      }
      if ((place === null || place <= now) && placeOfAll === null && perMinute !== Infinity) {
        placeOfAll = takePlace(windows.get('') as Window, now, perMinute, MINUTE);
      }
      places.push([
        Number(id),
        place === null ? null : sqlInstant(place),
        placeOfAll === null ? null : sqlInstant(placeOfAll),
      ]);
      const until = Math.max(place ?? now, placeOfAll ?? now);
      if (until > now) held.push([row, until]);
    }
    await connection.query(placesSql, [jsonOf(places), claimToken]);
    await holdBack(connection, held, claimToken);
    await writeWindows(connection, windows);
    await connection.commit();
    failPoint('admit committed');
    return new Set(held.map(([{ id }]) => Number(id)));
  } catch (error) {
    await connection.rollback().catch(() => connection.destroy());
    throw error;
  }
}

interface Window {
  begins: Instant;
  used: number;
}

/** A window that is over begins anew now; a full one is followed by the next. Never more than `limit` in one window. */
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

function scopeOf({ channel, recipient }: ClaimedRow): string {
  return `${channel} ${recipient.toLowerCase()}`;
}

async function lockWindows(
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

async function writeWindows(connection: PoolConnection, windows: ReadonlyMap<string, Window>): Promise<void> {
  const rows = [...windows].filter(([, { used }]) => used > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO rate_windows (scope, begins_at, used) VALUES ?
     ON DUPLICATE KEY UPDATE begins_at = VALUES(begins_at), used = VALUES(used)`,
    [rows.map(([scope, { begins, used }]) => [scope, sqlInstant(begins), used])],
  );
}

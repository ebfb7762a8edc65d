import { HOUR, type Instant, MINUTE } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import { failPoint } from '@kanban/service';
import type { PoolConnection } from 'mysql2/promise';
import type { ClaimedRow } from './claimed-rows.ts';
import { holdBack } from './hold-back.ts';
import type { Limits } from './limits.ts';
import { notePlaces, type Places } from './note-places.ts';
import { lockWindows, takePlace, type Window, writeWindows } from './rate-windows.ts';

/**
 * Admits claimed deliveries under the rate limits, in the order of their ids. A delivery over a limit gets a place in
 * the next window with room, and is sent then without another check. A delivery takes one place, however many attempts
 * it needs: first under the limit per recipient, then under the limit for all.
 *
 * One transaction locks the windows in the order of their scopes, so notifiers wait for each other here while a limit
 * is set. A kill rolls back: the deliveries stay `sending` and are put back. Returns the ids of those that must wait.
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
    const places: Places[] = [];
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
    await notePlaces(connection, places, claimToken);
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

function scopeOf({ channel, recipient }: ClaimedRow): string {
  return `${channel} ${recipient.toLowerCase()}`;
}

import { nameKey } from '@kanban/domain';
import type { EventPayload } from '@kanban/notifications';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { loadSubscriptions } from './load-subscriptions.ts';
import type { Routing } from './routing.ts';

/**
 * Reads settings and subscriptions for every batch, so that a new subscription counts from the next event on. Reads
 * subscriptions, of which there may be a hundred thousand, only for `events`.
 */
export async function loadRouting(
  connection: PoolConnection,
  fallbackRecipient: string,
  events: readonly { payload: EventPayload }[],
): Promise<Routing> {
  const ask = async (sql: string) => (await connection.query<RowDataPacket[]>(sql))[0];
  const subscriptions = await loadSubscriptions(connection, events);
  const settings = await ask(
    `SELECT name, value_stream AS valueStream, value FROM settings
     WHERE name IN ('default_recipient', 'storm_window_seconds')`,
  );
  const [global] = await ask(
    "SELECT UTC_TIMESTAMP(6) AS now, setting_value('storm_window_seconds', '') AS stormWindow",
  );
  const named = (name: string) =>
    settings
      .filter((row) => row.name === name)
      .map((row) => [nameKey(String(row.valueStream)), String(row.value)] as const);
  return {
    now: Number(global?.now),
    subscriptions,
    defaultRecipients: new Map(named('default_recipient')),
    fallbackRecipient,
    stormWindows: new Map([
      ['', Number(global?.stormWindow)],
      ...named('storm_window_seconds').map(([stream, value]) => [stream, Number(value)] as const),
    ]),
  };
}

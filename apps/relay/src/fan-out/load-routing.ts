import { nameKey, zoneOrUtc } from '@kanban/domain';
import { rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Routing, Subscription } from './routing.ts';

/**
 * Reads settings and subscriptions for every batch, so that a new subscription counts from the next event on. Reads
 * subscriptions, of which there may be a hundred thousand, only if `needsSubscriptions` is set.
 */
export async function loadRouting(
  connection: PoolConnection,
  fallbackRecipient: string,
  needsSubscriptions: boolean,
): Promise<Routing> {
  const ask = async (sql: string) => (await connection.query<RowDataPacket[]>(sql))[0];
  const subscriptions = !needsSubscriptions
    ? []
    : await ask(
        `SELECT id, topic, value_stream AS valueStream, queue_name AS queueName, assignee, channel, recipient, role,
            time_zone AS timeZone, quiet_from AS quietFrom, quiet_until AS quietUntil, digest
     FROM subscriptions WHERE is_active ORDER BY id`,
      );
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
    subscriptions: rowsAs<Subscription>(subscriptions).map((row) => ({
      ...row,
      timeZone: zoneOrUtc(row.timeZone),
    })),
    defaultRecipients: new Map(named('default_recipient')),
    fallbackRecipient,
    stormWindows: new Map([
      ['', Number(global?.stormWindow)],
      ...named('storm_window_seconds').map(([stream, value]) => [stream, Number(value)] as const),
    ]),
  };
}

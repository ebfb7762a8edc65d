import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Routing } from './routing.ts';

/** Reads who is to hear of what, anew for every batch, so that a new subscription counts from the next event on. */
export async function loadRouting(connection: PoolConnection, fallbackRecipient: string): Promise<Routing> {
  const [subscriptions] = await connection.query<RowDataPacket[]>(
    `SELECT topic, value_stream AS valueStream, queue_name AS queueName, channel, recipient
     FROM subscriptions WHERE is_active`,
  );
  const [settings] = await connection.query<RowDataPacket[]>(
    `SELECT value_stream AS valueStream, value FROM settings WHERE name = 'default_recipient'`,
  );
  return {
    subscriptions: subscriptions as unknown as Routing['subscriptions'],
    defaultRecipients: new Map(settings.map((row) => [String(row.valueStream), String(row.value)])),
    fallbackRecipient,
  };
}

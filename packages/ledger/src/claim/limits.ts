import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** Messages per hour to one recipient, and per minute to all; Infinity: no limit. */
export interface Limits {
  readonly perRecipientAndHour: number;
  readonly perMinute: number;
}

/** Read at most once a second, so a busy notifier does not read it for every mail. */
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

import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** Messages in an hour to one recipient, and in a minute to all; Infinity: as many as there are. */
export interface Limits {
  readonly perRecipientAndHour: number;
  readonly perMinute: number;
}

/** Read again at most once a second, so that a busy notifier does not ask with every mail. */
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

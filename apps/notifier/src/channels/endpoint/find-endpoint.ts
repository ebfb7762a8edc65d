import type { EndpointChannel } from '@kanban/notifications';
import type { Endpoint } from '@kanban/notifications/endpoints';
import { withConnection } from '@kanban/schema';
import type { Pool, RowDataPacket } from 'mysql2/promise';

/** The active endpoint of a name and channel; undefined if there is none. Read each time, because a URL may change. */
export async function findEndpoint(
  pool: Pool,
  channel: EndpointChannel,
  name: string,
  deadlineMs: number,
): Promise<Endpoint | undefined> {
  const [rows] = await withConnection(pool, deadlineMs, (connection) =>
    connection.query<RowDataPacket[]>(
      'SELECT url, secret FROM endpoints WHERE name = ? AND channel = ? AND is_active',
      [name, channel],
    ),
  );
  const [row] = rows;
  return row && { channel, url: String(row.url), secret: row.secret === null ? null : String(row.secret) };
}

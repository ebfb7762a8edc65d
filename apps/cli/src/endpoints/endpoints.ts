import type { Instant } from '@kanban/domain';
import type { EndpointChannel } from '@kanban/notifications';
import type { Endpoint } from '@kanban/notifications/endpoints';
import { inTransaction, rowsAs } from '@kanban/schema';
import type { Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import { counted } from '../terminal/counted.ts';

/** An endpoint as it may be shown: neither the path of its URL nor its secret. */
export interface ListedEndpoint {
  readonly name: string;
  readonly channel: EndpointChannel;
  readonly origin: string;
  readonly isSigned: boolean;
  readonly isActive: boolean;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

export async function listEndpoints(pool: Pool): Promise<ListedEndpoint[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT name, channel, url, secret IS NOT NULL AS isSigned, is_active AS isActive,
            updated_at AS updatedAt, COALESCE(updated_by, '') AS updatedBy
     FROM endpoints ORDER BY name`,
  );
  return rows.map(({ url, isSigned, isActive, ...shown }) => ({
    ...(shown as ListedEndpoint),
    origin: URL.parse(String(url))?.origin ?? '(not a URL)',
    isSigned: isSigned === 1,
    isActive: isActive === 1,
  }));
}

export interface NewEndpoint extends Endpoint {
  readonly name: string;
}

/** Adds an endpoint. Throws Refused when the name is taken. */
export async function addEndpoint(pool: Pool, { name, channel, url, secret }: NewEndpoint): Promise<void> {
  try {
    await pool.query('INSERT INTO endpoints (name, channel, url, secret) VALUES (?, ?, ?, ?)', [
      name,
      channel,
      url,
      secret,
    ]);
  } catch (error) {
    if ((error as { errno?: number }).errno !== 1062) throw error;
    throw new Refused(`An endpoint ${name} exists already; --replace changes its URL.`);
  }
}

/** Gives an endpoint another URL, and another secret if one is given, and switches it on. Throws Refused when it is not there. */
export async function replaceEndpoint(
  pool: Pool,
  { name, channel, url, secret }: NewEndpoint,
): Promise<void> {
  const [{ affectedRows }] = await pool.query<ResultSetHeader>(
    'UPDATE endpoints SET url = ?, secret = COALESCE(?, secret), is_active = TRUE WHERE name = ? AND channel = ?',
    [url, secret, name, channel],
  );
  if (affectedRows === 0) throw new Refused(`There is no endpoint ${name} for ${channel}.`);
}

/**
 * Removes an endpoint. Throws Refused if it does not exist, or if subscriptions name it, unless `isForced`: their
 * messages then become dead letters.
 */
export async function removeEndpoint(pool: Pool, name: string, isForced: boolean): Promise<void> {
  await inTransaction(pool, async (connection) => {
    const [[endpoint]] = await connection.query<RowDataPacket[]>(
      'SELECT id, name, channel FROM endpoints WHERE name = ? FOR UPDATE',
      [name],
    );
    if (!endpoint) throw new Refused(`There is no endpoint ${name}.`);
    const [[row]] = await connection.query<RowDataPacket[]>(
      'SELECT COUNT(*) AS total FROM subscriptions WHERE is_active AND channel = ? AND LOWER(recipient) = LOWER(?)',
      [endpoint.channel, endpoint.name],
    );
    if (row?.total > 0 && !isForced) {
      throw new Refused(
        `${counted(row?.total, 'subscription')} still ${row?.total === 1 ? 'names' : 'name'} ${name}; nothing was removed. ` +
          'Remove them first, or add --force: their messages then become dead letters.',
      );
    }
    await connection.query('DELETE FROM endpoints WHERE id = ?', [endpoint.id]);
  });
}

/** One endpoint with its secrets, to send to. Throws Refused when it is not there. */
export async function readEndpoint(pool: Pool, name: string): Promise<Endpoint> {
  const [rows] = await pool.query<RowDataPacket[]>(
    'SELECT channel, url, secret FROM endpoints WHERE name = ?',
    [name],
  );
  const [endpoint] = rowsAs<Endpoint>(rows);
  if (!endpoint)
    throw new Refused(`There is no endpoint ${name}; \`kanban endpoints list\` lists the existing ones.`);
  return endpoint;
}

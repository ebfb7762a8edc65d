import { inTransaction, rowsAs } from '@kanban/schema';
import type { Pool, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';

/** The recipient, conditions and times of a subscription. null: any, or none. */
export interface Subscription {
  readonly topic: string;
  readonly stream: string | null;
  readonly queue: string | null;
  readonly assignee: string | null;
  readonly item: string | null;
  readonly channel: string;
  readonly recipient: string | null;
  readonly role: string | null;
  readonly member: string | null;
  readonly timeZone: string | null;
  readonly quietFrom: string | null;
  readonly quietUntil: string | null;
  readonly digest: string | null;
}

export interface ListedSubscription extends Subscription {
  readonly id: number;
  readonly isActive: boolean;
  /** The people who unsubscribed by the link in a message. */
  readonly left: readonly string[];
}

/** All subscriptions, in the order of their ids. */
export async function readSubscriptions(pool: Pool): Promise<ListedSubscription[]> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT id, topic, value_stream AS stream, queue_name AS queue, assignee, reference AS item, channel, recipient, role,
            member, time_zone AS timeZone, quiet_from AS quietFrom, quiet_until AS quietUntil, digest, is_active AS isActive
     FROM subscriptions ORDER BY id`,
  );
  const [left] = await pool.query<RowDataPacket[]>(
    `SELECT subscription_id AS id, recipient FROM subscription_recipients
     WHERE unsubscribed_at IS NOT NULL ORDER BY recipient`,
  );
  return rowsAs<Omit<ListedSubscription, 'isActive' | 'left'> & { isActive: number }>(rows).map((row) => ({
    ...row,
    quietFrom: row.quietFrom?.slice(0, 5) ?? null,
    quietUntil: row.quietUntil?.slice(0, 5) ?? null,
    isActive: row.isActive === 1,
    left: left.filter(({ id }) => id === row.id).map(({ recipient }) => recipient),
  }));
}

/** Inserts a subscription and returns its id. */
export async function insertSubscription(pool: Pool, subscription: Subscription): Promise<number> {
  const { topic, stream, queue, assignee, item, channel, recipient, role, member } = subscription;
  const { timeZone, quietFrom, quietUntil, digest } = subscription;
  const [{ insertId }] = await pool.query<ResultSetHeader>(
    `INSERT INTO subscriptions (topic, value_stream, queue_name, assignee, reference, channel, recipient, role, member,
       time_zone, quiet_from, quiet_until, digest) VALUES (?)`,
    [
      [
        ...[topic, stream, queue, assignee, item, channel, recipient, role, member],
        ...[timeZone, quietFrom, quietUntil, digest],
      ],
    ],
  );
  return insertId;
}

/** Throws Refused, and changes nothing, if one of them does not exist. */
export async function removeSubscriptions(pool: Pool, ids: readonly number[]): Promise<void> {
  await change(pool, ids, async (connection) => {
    await connection.query('DELETE FROM subscriptions WHERE id IN (?)', [ids]);
  });
}

/** As removeSubscriptions. */
export async function pauseSubscriptions(pool: Pool, ids: readonly number[]): Promise<void> {
  await change(pool, ids, async (connection) => {
    await connection.query('UPDATE subscriptions SET is_active = FALSE WHERE id IN (?)', [ids]);
  });
}

/**
 * Like removeSubscriptions. A subscription that names its recipient is active again even if they unsubscribed; a person
 * who left a role stays away unless named as `person`. Throws Refused if `person` has left none of them.
 */
export async function resumeSubscriptions(
  pool: Pool,
  ids: readonly number[],
  person: string | undefined,
): Promise<void> {
  await change(pool, ids, async (connection) => {
    await connection.query('UPDATE subscriptions SET is_active = TRUE WHERE id IN (?)', [ids]);
    const [{ affectedRows }] = await connection.query<ResultSetHeader>(
      `UPDATE subscription_recipients t JOIN subscriptions s ON s.id = t.subscription_id
       SET t.unsubscribed_at = NULL
       WHERE s.id IN (?) AND t.unsubscribed_at IS NOT NULL AND (s.role IS NULL OR t.recipient = LOWER(?))`,
      [ids, person ?? ''],
    );
    if (person !== undefined && affectedRows === 0) {
      throw new Refused(`${person} has not unsubscribed from ${ids.join(', ')}; nothing was changed.`);
    }
  });
}

async function change(
  pool: Pool,
  ids: readonly number[],
  work: (connection: PoolConnection) => Promise<void>,
): Promise<void> {
  await inTransaction(pool, async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>(
      'SELECT id FROM subscriptions WHERE id IN (?) ORDER BY id FOR UPDATE',
      [ids],
    );
    const there = new Set(rows.map(({ id }) => id));
    const missing = ids.filter((id) => !there.has(id));
    if (missing.length > 0) {
      const what = missing.length === 1 ? 'There is no subscription' : 'There are no subscriptions';
      throw new Refused(
        `${what} ${missing.join(', ')}; \`kanban subscriptions list\` lists the existing ones. Nothing was changed.`,
      );
    }
    await work(connection);
  });
}

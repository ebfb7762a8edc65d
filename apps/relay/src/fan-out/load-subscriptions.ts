import { zoneOrUtc } from '@kanban/domain';
import type { EventPayload } from '@kanban/notifications';
import { inStatements, jsonOf, jsonRows, rowsAs } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Subscription } from './routing.ts';

const columns = `s.id, s.topic, s.value_stream AS valueStream, s.queue_name AS queueName, s.assignee, s.reference, s.channel,
  s.recipient, s.role, s.member, s.time_zone AS timeZone, s.quiet_from AS quietFrom, s.quiet_until AS quietUntil, s.digest`;

const generalSql = `SELECT ${columns} FROM subscriptions s FORCE INDEX (subscriptions_follow)
  WHERE s.reference IS NULL AND s.is_active`;

const toItemsSql = `SELECT ${columns} FROM ${jsonRows('asked', { reference: 'VARCHAR(64)' })}
  STRAIGHT_JOIN subscriptions s FORCE INDEX (subscriptions_follow) ON s.reference = asked.reference
  WHERE s.is_active`;

/**
 * The active subscriptions that these events may match, in the order of their ids. Of those to single items only the items of the
 * events are read, by index: an item that nobody follows costs one look, however many others are followed.
 */
export async function loadSubscriptions(
  connection: PoolConnection,
  events: readonly { payload: EventPayload }[],
): Promise<Subscription[]> {
  if (events.length === 0) return [];
  const [general] = await connection.query<RowDataPacket[]>(generalSql);
  const found = [general];
  const references = new Set(events.flatMap(({ payload: { reference } }) => reference ?? []));
  for (const asked of inStatements([...references].map((reference) => [reference]))) {
    const [rows] = await connection.query<RowDataPacket[]>(toItemsSql, [jsonOf(asked)]);
    found.push(rows);
  }
  return rowsAs<Subscription>(found.flat())
    .map((row) => ({ ...row, timeZone: zoneOrUtc(row.timeZone) }))
    .toSorted((a, b) => a.id - b.id);
}

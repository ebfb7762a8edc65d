import { writeEvents as insertEvents } from '@kanban/ledger/testing';
import type { Pool, RowDataPacket } from 'mysql2/promise';
import { until } from '../../../../../scripts/servers/until.mjs';
import type { ReceivedMail } from '../../testing/mail-server.ts';

/** Writes events that nothing supersedes, each for a different person, named by number from `first` on. */
export async function writeEvents(pool: Pool, first: number, count: number): Promise<void> {
  const payloads = Array.from({ length: count }, (_, index) => ({ notify_email: personOf(first + index) }));
  await insertEvents(pool, 'test.event', payloads);
}

function personOf(number: number): string {
  return `p${number}@example.test`;
}

/** Waits until there are `count` events or more and all are processed. The error names what some of the others wait for. */
export async function untilProcessed(pool: Pool, count: number, withinMs: number): Promise<void> {
  const isDone = async () => {
    const [[row]] = await pool.query<RowDataPacket[]>(
      'SELECT COUNT(*) AS events, COUNT(processed_at) AS processed FROM outbox_events',
    );
    return row?.events >= count && row?.processed === row?.events;
  };
  await until(isDone, withinMs, 100).catch(async (error: Error) => {
    const [open] = await pool.query<RowDataPacket[]>(
      `SELECT e.id, e.topic, e.attempts, e.last_error, d.state, d.round, d.attempts AS claims, d.last_error AS reason,
              d.due_at > UTC_TIMESTAMP(6) AS isLater
       FROM outbox_events e LEFT JOIN deliveries d ON d.event_id = e.id WHERE e.processed_at IS NULL LIMIT 5`,
    );
    throw new Error(`${error.message}; open: ${JSON.stringify(open)}`);
  });
}

/**
 * One sentence per fault: mails that did not arrive, that arrived twice although their delivery is not marked, or that nobody
 * asked for. `count`: the number of people for whom `writeEvents` wrote.
 */
export async function wrongs(pool: Pool, count: number, mails: readonly ReceivedMail[]): Promise<string[]> {
  const found: string[] = [];
  const [deliveries] = await pool.query<RowDataPacket[]>(
    'SELECT recipient, state, may_be_duplicate AS isMarked, message_id AS messageId, last_error FROM deliveries',
  );
  const copies = Map.groupBy(mails, ({ messageId }) => messageId);
  for (const { recipient, state, isMarked, messageId, last_error } of deliveries) {
    const received = copies.get(messageId) ?? [];
    copies.delete(messageId);
    if (state !== 'sent') found.push(`${recipient}: ${state} (${last_error})`);
    if (received.length === 0) found.push(`${recipient}: ${messageId} did not arrive`);
    if (received.length > 1 && isMarked !== 1)
      found.push(`${recipient}: ${received.length} mails, not marked`);
  }
  for (const messageId of copies.keys()) found.push(`a mail without a delivery: ${messageId}`);
  const people = new Set(mails.map(({ recipient }) => recipient));
  for (let number = 0; number < count; number++) {
    if (!people.has(personOf(number))) found.push(`${personOf(number)} has no mail`);
  }
  return found;
}

/** Message-IDs that arrived more than once. */
export function twice(mails: readonly ReceivedMail[]): string[] {
  const copies = Map.groupBy(mails, ({ messageId }) => messageId);
  return [...copies].filter(([, received]) => received.length > 1).map(([messageId]) => messageId);
}

import type { Pool, RowDataPacket } from 'mysql2/promise';
import type { ReceivedMail } from '../../testing/mail-server.ts';

/** Writes events as the triggers do, each for a person of its own, named by their number from `first` on. */
export async function writeEvents(pool: Pool, first: number, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    const payload = {
      value_stream: 'main',
      queue_name: 'test',
      notify_email: `p${first + index}@example.test`,
    };
    return ['queue.slot_available', JSON.stringify(payload)];
  });
  await pool.query('INSERT INTO outbox_events (topic, payload) VALUES ?', [rows]);
}

/** Whether `count` events are processed and none is open. */
export async function allProcessed(pool: Pool, count: number): Promise<boolean> {
  const [[row]] = await pool.query<RowDataPacket[]>(
    'SELECT COUNT(*) AS events, COUNT(processed_at) AS processed FROM outbox_events',
  );
  return row?.events === count && row.processed === count;
}

/** What is wrong, in a sentence each: mails that did not arrive, or twice without their delivery being marked. */
export async function wrongs(pool: Pool, count: number, mails: readonly ReceivedMail[]): Promise<string[]> {
  const [deliveries] = await pool.query<RowDataPacket[]>(
    'SELECT recipient, state, may_be_duplicate AS isMarked, message_id AS messageId, last_error FROM deliveries',
  );
  const found: string[] = [];
  if (deliveries.length !== count) found.push(`${deliveries.length} deliveries for ${count} events`);
  const copies = Map.groupBy(mails, ({ recipient }) => recipient);
  if (copies.size !== count) found.push(`${copies.size} people have a mail, of ${count}`);
  for (const { recipient, state, isMarked, messageId, last_error } of deliveries) {
    const received = copies.get(recipient) ?? [];
    if (state !== 'sent') found.push(`${recipient}: ${state} (${last_error})`);
    if (received.length > 1 && isMarked !== 1)
      found.push(`${recipient}: ${received.length} mails, not marked`);
    if (received.some((mail) => mail.messageId !== messageId)) found.push(`${recipient}: another Message-ID`);
  }
  return found;
}

/** People who have more than one mail. */
export function twice(mails: readonly ReceivedMail[]): string[] {
  const copies = Map.groupBy(mails, ({ recipient }) => recipient);
  return [...copies].filter(([, received]) => received.length > 1).map(([recipient]) => recipient);
}

import type { Pool, RowDataPacket } from 'mysql2/promise';
import { limitedQueues, subscribersOf, type Told } from './load.ts';
import { FOR_GOOD } from './mail/behaviour.ts';
import type { JournalLine } from './mail/journal.ts';
import { DEFAULT_RECIPIENT } from './world/world.ts';

/** Something that must not be. */
export interface Finding {
  readonly kind: 'lost' | 'twice' | 'other';
  readonly what: string;
  readonly eventId?: number;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  readonly figures: Readonly<Record<string, number>>;
}

interface Delivery extends RowDataPacket {
  readonly id: number;
  readonly event_id: number;
  readonly recipient: string;
  readonly state: string;
  readonly may_be_duplicate: number;
  readonly message_id: string | null;
  readonly last_error: string | null;
}

/**
 * Compares what the mail server wrote down with what the database says, and both with what there must be: an event for each
 * departure from a limited queue, a delivery for each event and person who is to hear of it, and for each delivery
 * - sent: the mail server accepted it, under its Message-ID;
 * - dead: the mail server refused it for good, and the reason says so;
 * - accepted more than once: marked as a possible duplicate.
 * The log of each item that people moved must be what the board API told them, move by move.
 */
export async function check(
  admin: Pool,
  journal: readonly JournalLine[],
  crowd: number,
  told: Told,
): Promise<Verdict> {
  const subscribers = subscribersOf(crowd);
  const findings: Finding[] = [];
  const [events] = await admin.query<RowDataPacket[]>(
    "SELECT id, topic, JSON_UNQUOTE(JSON_EXTRACT(payload, '$.queue_name')) AS queue, processed_at FROM outbox_events ORDER BY id",
  );
  const [deliveries] = await admin.query<Delivery[]>(
    'SELECT id, event_id, recipient, state, may_be_duplicate, message_id, last_error FROM deliveries ORDER BY id',
  );
  const departures = await departuresFromLimited(admin);
  if (departures !== events.length) {
    findings.push({
      kind: 'lost',
      what: `${departures} departures from limited queues wrote ${events.length} events`,
    });
  }

  for (const [reference, queues] of told) {
    const logged = await queuesOf(admin, reference);
    if (logged.join() === queues.join()) continue;
    findings.push({
      kind: logged.length > queues.length ? 'twice' : 'lost',
      what: `${reference} was told to go to ${queues.length} queues and went to ${logged.length}: ${logged.slice(-10)}`,
    });
  }

  const byEvent = Map.groupBy(deliveries, ({ event_id }) => event_id);
  for (const { id, queue, processed_at } of events) {
    const expected = [...(subscribers.get(queue) ?? [DEFAULT_RECIPIENT])].sort().join(', ');
    const there = (byEvent.get(id) ?? []).map(({ recipient }) => recipient).sort();
    if (there.join(', ') !== expected) {
      findings.push({
        kind: 'lost',
        what: `is to be heard of by ${expected} but has deliveries for: ${there.join(', ')}`,
        eventId: id,
      });
    }
    if (processed_at === null) findings.push({ kind: 'lost', what: 'is not processed', eventId: id });
  }

  const byMessage = Map.groupBy(journal, ({ messageId, recipient }) => `${messageId} ${recipient}`);
  for (const delivery of deliveries) {
    const lines = byMessage.get(`${delivery.message_id} ${delivery.recipient}`) ?? [];
    byMessage.delete(`${delivery.message_id} ${delivery.recipient}`);
    const wrong = wrongWith(delivery, lines);
    if (!wrong) continue;
    const [kind, what] = wrong;
    findings.push({ kind, what: `to ${delivery.recipient}: ${what}`, eventId: delivery.event_id });
  }
  for (const [mail] of byMessage)
    findings.push({ kind: 'other', what: `The mail server has a mail no delivery knows: ${mail}` });

  const accepted = journal.filter(({ decision }) => decision === 'accepted');
  const copies = Map.groupBy(accepted, ({ messageId }) => messageId);
  const isTwice = ({ message_id }: Delivery) => (copies.get(message_id ?? '')?.length ?? 0) > 1;
  return {
    findings,
    figures: {
      departures,
      movedByPeople: [...told.values()].flat().length,
      events: events.length,
      deliveries: deliveries.length,
      accepted: accepted.length,
      sent: deliveries.filter(({ state }) => state === 'sent').length,
      dead: deliveries.filter(({ state }) => state === 'dead').length,
      superseded: deliveries.filter(({ state }) => state === 'superseded').length,
      marked: deliveries.filter(({ may_be_duplicate }) => may_be_duplicate === 1).length,
      twiceAndMarked: deliveries.filter(isTwice).filter(({ may_be_duplicate }) => may_be_duplicate === 1)
        .length,
      lost: findings.filter(({ kind }) => kind === 'lost').length,
      twiceUnmarked: findings.filter(({ kind }) => kind === 'twice').length,
    },
  };
}

function wrongWith(
  delivery: Delivery,
  lines: readonly JournalLine[],
): [kind: Finding['kind'], what: string] | undefined {
  const accepted = lines.filter(({ decision }) => decision === 'accepted').length;
  const wasRefused = lines.some(({ decision }) => decision === 'refused for good');
  const { state, may_be_duplicate: isMarked, last_error: reason } = delivery;
  if (accepted > 1 && isMarked !== 1) return ['twice', `accepted ${accepted} times and not marked`];
  switch (state) {
    case 'sent':
      return accepted === 0 ? ['lost', 'says sent, and the mail server has not got it'] : undefined;
    case 'dead':
      if (!wasRefused) return ['lost', `dead though the mail server never refused it for good: ${reason}`];
      return reason?.includes(FOR_GOOD)
        ? undefined
        : ['lost', `dead without a fault to explain it: ${reason}`];
    case 'superseded':
      // Settled without a mail, because there was nothing left to tell.
      return accepted > 0 ? ['other', 'superseded though the mail server has it'] : undefined;
    default:
      return ['lost', `still ${state}: ${reason}`];
  }
}

/** As the log has it, which is written by other triggers than the outbox. */
async function departuresFromLimited(admin: Pool): Promise<number> {
  const [rows] = await admin.query<RowDataPacket[]>(
    'SELECT COUNT(*) AS total FROM audit_log WHERE from_queue IN (?)',
    [limitedQueues],
  );
  return Number(rows[0]?.total);
}

/** Where an item went after it was put on the board. */
async function queuesOf(admin: Pool, reference: string): Promise<string[]> {
  const [rows] = await admin.query<RowDataPacket[]>(
    `SELECT to_queue AS queue FROM audit_log
     WHERE item_id = (SELECT id FROM work_items WHERE reference = ?) AND from_queue IS NOT NULL ORDER BY id`,
    [reference],
  );
  return rows.map(({ queue }) => String(queue));
}

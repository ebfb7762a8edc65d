import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';
import { itemFacts } from './item-facts.ts';

/** `work_item.dropped_as_stale`: housekeeping dropped an item from a backlog. Goes to the person who logged it. */
export function droppedAsStale(payload: EventPayload): Content {
  const { reference = 'An item', from_queue: from, since, stale_backlog_days: days } = payload;
  const backlog = typeof from === 'string' ? from : 'the backlog';
  const limit = typeof days === 'number' ? `${days} days` : 'the limit';
  const headline = `${reference} was dropped: it waited too long`;
  return {
    subject: headline,
    headline,
    sentence:
      `It waited in ${backlog} for more than ${limit}. If it is still needed, submit it again: move its card back to ` +
      `${backlog}. Its time then starts again.`,
    facts: [
      ...itemFacts(payload),
      ...(typeof since === 'string' ? [['In the backlog since', since.slice(0, 10)] as const] : []),
      ...(payload.reference === undefined || typeof from !== 'string'
        ? []
        : [['By SQL', resubmission(payload.reference, from)] as const]),
    ],
  };
}

function resubmission(reference: string, queue: string): string {
  return `UPDATE queues SET queue_name = ${quoted(queue)} WHERE reference = ${quoted(reference)};`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

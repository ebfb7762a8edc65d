import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';
import { itemFacts } from './item-facts.ts';

/** `work_item.dropped_as_stale`: housekeeping took an item out of a backlog. Goes to whoever logged it. */
export function droppedAsStale(payload: EventPayload): Content {
  const { reference = 'An item', from_queue: from, since, stale_backlog_days: days } = payload;
  const backlog = typeof from === 'string' ? from : 'the backlog';
  const limit = typeof days === 'number' ? `${days} days` : 'the limit';
  const headline = `${reference} was dropped: nobody took it up`;
  return {
    subject: headline,
    headline,
    sentence:
      `It waited in ${backlog} for longer than ${limit}. If it still matters, submit it again: move its card back to ` +
      `${backlog}, and it has its full time again.`,
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

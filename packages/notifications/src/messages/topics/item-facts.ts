import type { EventPayload } from '../../topics.ts';
import type { Facts } from '../content.ts';

/** The facts that every message about an item begins with: the item and where it is. */
export function itemFacts(payload: EventPayload): Facts {
  const { value_stream: stream, reference, short_desc: what, queue_name: queue, assignee } = payload;
  return [
    ...(stream === undefined ? [] : [['Value stream', stream] as const]),
    ...(reference === undefined ? [] : [['Item', what ? `${reference} – ${what}` : reference] as const]),
    ...(queue === undefined ? [] : [['Queue', queue] as const]),
    ...(assignee ? [['Assignee', assignee] as const] : []),
  ];
}

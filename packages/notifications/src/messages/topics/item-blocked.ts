import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';
import { itemFacts } from './item-facts.ts';

/** `work_item.blocked`: work on an item cannot continue. */
export function itemBlocked(payload: EventPayload): Content {
  const { reference: item = 'An item', reason, actor } = payload;
  const headline = `${item} is blocked`;
  return {
    subject: reason === undefined ? headline : `${headline}: ${reason}`,
    headline,
    sentence: 'Work on it cannot continue until the reason is resolved.',
    facts: [
      ...itemFacts(payload),
      ...(reason === undefined ? [] : [['Reason', reason] as const]),
      ...(actor === undefined ? [] : [['Blocked by', actor] as const]),
    ],
  };
}

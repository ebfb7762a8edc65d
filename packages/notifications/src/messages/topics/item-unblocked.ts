import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';
import { itemFacts } from './item-facts.ts';
import { utcMinute } from './utc-minute.ts';

/** `work_item.unblocked`: work on an item can continue. */
export function itemUnblocked(payload: EventPayload): Content {
  const { reference: item = 'An item', reason, blocked_at: since, actor } = payload;
  const headline = `${item} is unblocked`;
  return {
    subject: headline,
    headline,
    sentence: 'Work on it can continue.',
    facts: [
      ...itemFacts(payload),
      ...(reason === undefined ? [] : [['Reason of the block', reason] as const]),
      ...(since === undefined ? [] : [['Blocked since', utcMinute(since)] as const]),
      ...(actor === undefined ? [] : [['Unblocked by', actor] as const]),
    ],
  };
}

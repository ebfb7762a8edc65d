import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';
import { itemFacts } from './item-facts.ts';
import { utcMinute } from './utc-minute.ts';

/** `work_item.unblocked`: an item can go on. */
export function itemUnblocked(payload: EventPayload): Content {
  const { reference: item = 'An item', reason, blocked_at: since, actor } = payload;
  const headline = `${item} is unblocked`;
  return {
    subject: headline,
    headline,
    sentence: 'What was in its way is cleared: it can go on.',
    facts: [
      ...itemFacts(payload),
      ...(reason === undefined ? [] : [['It was blocked for', reason] as const]),
      ...(since === undefined ? [] : [['Since', utcMinute(since)] as const]),
      ...(actor === undefined ? [] : [['Unblocked by', actor] as const]),
    ],
  };
}

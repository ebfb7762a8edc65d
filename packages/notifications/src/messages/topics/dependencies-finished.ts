import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';
import { itemFacts } from './item-facts.ts';

/** `work_item.dependencies_finished`: the last of the items that an item waited for is finished. */
export function dependenciesFinished(payload: EventPayload): Content {
  const { reference: item = 'An item' } = payload;
  const headline = `${item} no longer waits for other items`;
  return {
    subject: headline,
    headline,
    sentence: 'The last item that it waited for is finished. It can be started.',
    facts: itemFacts(payload),
  };
}

import { formatDuration } from '@kanban/domain/text';
import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';
import { itemFacts } from './item-facts.ts';

/** `work_item.ageing`: an item in progress is older than finished items were when they passed its stage. */
export function itemAgeing(payload: EventPayload): Content {
  const { reference: item = 'An item', queue_name: queue, age_ms: age, pace_ms: pace, percentile } = payload;
  const old = age === undefined ? 'older than usual' : `${formatDuration(age)} old`;
  const where = queue === undefined ? '' : ` in ${queue}`;
  const share = percentile === undefined ? 'Most' : `${percentile} %`;
  const line = pace === undefined ? '' : ` at an age of ${formatDuration(pace)} or less`;
  const isBlocked = payload.is_blocked === true;
  return {
    subject: `${item} is ${old}${where}`,
    headline: `${item} takes longer than usual`,
    sentence: `${item} is ${old} and still${where || ' in progress'}. ${share} of the finished items had passed this stage${line}.${isBlocked ? ' It is blocked.' : ''}`,
    facts: [
      ...itemFacts(payload),
      ...(age === undefined ? [] : [['Age', formatDuration(age)] as const]),
      ...(pace === undefined ? [] : [['Pace of the stage', formatDuration(pace)] as const]),
      ...(payload.sample_size === undefined
        ? []
        : [['Finished items compared', String(payload.sample_size)] as const]),
      ...(isBlocked ? [['Blocked', 'yes'] as const] : []),
    ],
  };
}

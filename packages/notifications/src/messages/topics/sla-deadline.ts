import type { EventPayload } from '../../topics.ts';
import type { Content, Facts } from '../content.ts';
import { deadlineFact, deadlineText } from './deadline-text.ts';
import { itemFacts } from './item-facts.ts';

/**
 * `work_item.sla_at_risk`: an open item will likely miss its deadline, as half of the items like it or more would have, or most of
 * the time until then has passed. `state` says which.
 */
export function slaAtRisk(payload: EventPayload): Content {
  const { reference: item = 'An item', deadline } = payload;
  const by = deadline === undefined ? ' soon' : ` by ${deadlineText(payload)}`;
  const isLikely = payload.state === 'likelyLate';
  const headline = `${item} ${isLikely ? 'will likely' : 'may'} miss its deadline`;
  const why = isLikely
    ? 'At least half of the finished items that had come this far took longer.'
    : 'Most of the time until then has passed.';
  return {
    subject: isLikely ? `${item} is likely late: due${by}` : `${item} is at risk: due${by}`,
    headline,
    sentence: `${item} must be finished${by} (${whose(payload)}). ${why}`,
    facts: deadlineFacts(payload),
  };
}

/** `work_item.sla_breached`: the deadline of an open item has passed. */
export function slaBreached(payload: EventPayload): Content {
  const { reference: item = 'An item', deadline } = payload;
  const by = deadline === undefined ? '' : ` by ${deadlineText(payload)}`;
  const headline = `${item} has missed its deadline`;
  return {
    subject: headline,
    headline,
    sentence: `${item} should have been finished${by} (${whose(payload)}). It is still open.`,
    facts: deadlineFacts(payload),
  };
}

/** The source of the deadline. */
function whose({ decided_by: by }: EventPayload): string {
  return by === 'due_date' ? 'its due date' : 'the target of its service level';
}

function deadlineFacts(payload: EventPayload): Facts {
  const { deadline } = payload;
  return [
    ...itemFacts(payload),
    ...(deadline === undefined ? [] : [['Deadline', deadlineFact(payload)] as const]),
  ];
}

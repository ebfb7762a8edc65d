import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';
import { waitingFacts } from './waiting-facts.ts';

/** `queue.slot_available`: there is room in a limited queue. */
export function slotAvailable(payload: EventPayload): Content {
  const { queue_name: queue = 'a queue', free_slots: free, wip_limit: limit, current_wip: wip } = payload;
  const { reference, value_stream: stream } = payload;
  const what = free === undefined || free === 1 ? 'A slot is' : `${free} slots are`;
  const share = free !== undefined && limit !== undefined ? ` (${free} of ${limit})` : '';
  const headline = `${what} free in ${queue}${share}`;
  return {
    subject: headline,
    headline,
    sentence: reference
      ? `${reference} has left ${queue}. The next item can be pulled in.`
      : `The limit of ${queue} was raised. The next item can be pulled in.`,
    facts: [
      ...(stream === undefined ? [] : [['Value stream', stream] as const]),
      ['Queue', queue],
      ...(free === undefined ? [] : [['Free slots', String(free)] as const]),
      ...(wip === undefined ? [] : [['Items in the queue', itemsOf(wip, limit)] as const]),
      ...waitingFacts(payload),
    ],
  };
}

function itemsOf(wip: number, limit: number | undefined): string {
  return limit === undefined || limit < 0 ? String(wip) : `${wip} of at most ${limit}`;
}

import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';
import { waitingFacts } from './waiting-facts.ts';

/** `queue.overloaded`: a queue holds more than its limit. */
export function overloaded(payload: EventPayload): Content {
  const { queue_name: queue = 'A queue', wip_limit: limit, current_wip: wip, reference } = payload;
  const { value_stream: stream } = payload;
  const share = wip !== undefined && limit !== undefined ? ` (${wip} of ${limit})` : '';
  const headline = `${queue} is overloaded${share}`;
  return {
    subject: headline,
    headline,
    sentence: reference
      ? `${reference} has entered ${queue}, which is now over its limit. Finish an item there before you pull in another one.`
      : `The limit of ${queue} is now below its number of items. Finish an item there before you pull in another one.`,
    facts: [
      ...(stream === undefined ? [] : [['Value stream', stream] as const]),
      ['Queue', queue],
      ...(wip === undefined ? [] : [['Items in the queue', String(wip)] as const]),
      ...(limit === undefined ? [] : [['Limit', String(limit)] as const]),
      ...waitingFacts(payload),
    ],
  };
}

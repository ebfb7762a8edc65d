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
      ? `${reference} has entered ${queue}, which is over its limit now. Finish something there before more is pulled in.`
      : `The limit of ${queue} is now below what it holds. Finish something there before more is pulled in.`,
    facts: [
      ...(stream === undefined ? [] : [['Value stream', stream] as const]),
      ['Queue', queue],
      ...(wip === undefined ? [] : [['Items in the queue', String(wip)] as const]),
      ...(limit === undefined ? [] : [['Limit', String(limit)] as const]),
      ...waitingFacts(payload),
    ],
  };
}

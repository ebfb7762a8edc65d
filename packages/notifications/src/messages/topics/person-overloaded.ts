import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';

/** `person.overloaded`: a person has more items in progress than the limit. */
export function personOverloaded(payload: EventPayload): Content {
  const {
    assignee = 'Somebody',
    wip_limit: limit,
    current_wip: wip,
    reference,
    value_stream: stream,
  } = payload;
  const share = wip !== undefined && limit !== undefined ? ` (${wip} of ${limit})` : '';
  const headline = `${assignee} is overloaded${share}`;
  return {
    subject: headline,
    headline,
    sentence: reference
      ? `With ${reference}, ${assignee} has more items in progress than the limit. Finish an item, or give one to another person.`
      : `The limit of ${assignee} is now below the number of items in progress. Finish an item, or give one to another person.`,
    facts: [
      ...(stream === undefined ? [] : [['Value stream', stream] as const]),
      ['Assignee', assignee],
      ...(wip === undefined ? [] : [['Items in progress', String(wip)] as const]),
      ...(limit === undefined ? [] : [['Limit', String(limit)] as const]),
    ],
  };
}

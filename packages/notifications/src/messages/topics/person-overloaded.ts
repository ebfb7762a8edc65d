import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';

/** `person.overloaded`: someone has more in progress than their limit. */
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
      ? `With ${reference}, ${assignee} has more in progress than the limit. Finish something or assign another person.`
      : `The limit of ${assignee} is now below what is in progress. Finish something or assign another person.`,
    facts: [
      ...(stream === undefined ? [] : [['Value stream', stream] as const]),
      ['Assignee', assignee],
      ...(wip === undefined ? [] : [['Items in progress', String(wip)] as const]),
      ...(limit === undefined ? [] : [['Limit', String(limit)] as const]),
    ],
  };
}

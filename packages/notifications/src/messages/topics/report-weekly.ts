import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';

/** `report.weekly` where it cannot be drawn: in a chat or a webhook. A mail gets the report itself. */
export function reportWeekly({ value_stream: stream = 'the board', from, to }: EventPayload): Content {
  const week = typeof from === 'string' && typeof to === 'string' ? `${from} to ${to}` : 'the last week';
  const headline = `The flow report of ${stream} is there: ${week}`;
  return {
    subject: headline,
    headline,
    sentence: 'The dashboard shows the charts; kanban report makes one file of them.',
    facts: [
      ['Value stream', stream],
      ['Week', week],
    ],
  };
}

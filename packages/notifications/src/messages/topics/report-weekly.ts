import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';

/** `report.weekly` for chats and webhooks, which cannot show the report. A mail contains the report. */
export function reportWeekly({ value_stream: stream = 'the board', from, to }: EventPayload): Content {
  const week = typeof from === 'string' && typeof to === 'string' ? `${from} to ${to}` : 'the last week';
  const headline = `Flow report of ${stream}: ${week}`;
  return {
    subject: headline,
    headline,
    sentence: 'The dashboard shows the charts; kanban report writes them to one file.',
    facts: [
      ['Value stream', stream],
      ['Week', week],
    ],
  };
}

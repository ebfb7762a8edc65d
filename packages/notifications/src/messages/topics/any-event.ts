import type { EventPayload } from '../../topics.ts';
import type { Content } from '../content.ts';

/** A topic without a template: shows the payload of the event. */
export function anyEvent(topic: string, payload: EventPayload): Content {
  const { queue_name: queue } = payload;
  const { notify_email: _, ...shown } = payload;
  return {
    subject: queue === undefined ? topic : `${topic}: ${queue}`,
    headline: topic,
    sentence: 'This happened on the board:',
    facts: Object.entries(shown).map(([name, value]) => [labelOf(name), textOf(value)]),
  };
}

function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

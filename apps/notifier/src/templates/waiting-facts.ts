import type { EventPayload } from '@kanban/notifications';
import type { Content } from './content.ts';

/** The next items that could be pulled, as one line: `Next in triage: 123, 124`. None when nobody waits. */
export function waitingFacts({ waiting = [], waiting_in: queue }: EventPayload): Content['facts'] {
  if (waiting.length === 0) return [];
  return [[queue === undefined ? 'Next in line' : `Next in ${queue}`, waiting.join(', ')]];
}

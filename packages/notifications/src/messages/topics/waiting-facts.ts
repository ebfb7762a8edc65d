import type { EventPayload } from '../../topics.ts';
import type { Facts } from '../content.ts';

/** The next items that could be pulled, as one line: `Next in triage: 123, 124`. Empty if none waits. */
export function waitingFacts({ waiting = [], waiting_in: queue }: EventPayload): Facts {
  if (waiting.length === 0) return [];
  return [[queue === undefined ? 'Next in line' : `Next in ${queue}`, waiting.join(', ')]];
}

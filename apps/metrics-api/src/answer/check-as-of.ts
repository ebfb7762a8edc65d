import { formatInstant } from '@kanban/domain';
import { loadEarliestAsOf } from '../load/as-of/earliest.ts';
import type { Snapshot } from '../load/snapshot.ts';
import { refusal } from './invalid-parameter.ts';

/**
 * Throws Refused for an `asOf` before the settings of a stream were kept, or before history of it was taken out of the log. A stream
 * that was not there then is named, as it has no id of that time.
 */
export async function checkAsOf(snapshot: Snapshot, stream: number | string): Promise<void> {
  const { asOf } = snapshot;
  if (asOf === undefined) return;
  const earliest = await loadEarliestAsOf(snapshot, stream, asOf.instant);
  if (earliest === null || asOf.instant >= earliest) return;
  throw refusal(
    'asOf',
    'is before anybody kept what this value stream was like, or before history was taken out of its log',
    `an instant from ${formatInstant(earliest)} on`,
  );
}

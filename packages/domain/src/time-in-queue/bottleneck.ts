import type { DurationUs } from '../instant.ts';
import type { QueueTimes } from './queue-times.ts';

/** What an active queue holds up: its own time and that of the buffers before it, back to the active queue before. */
export interface Held {
  heldUs: DurationUs;
  /** Of the time of all rows; null when that is 0. */
  heldShare: number | null;
  /** The part of the buffers; null when nothing was held. */
  waitShare: number | null;
}

/** What each active queue held, by its id. `rows` in the order of flow. */
export function heldByQueue(rows: readonly QueueTimes[]): Map<number, Held> {
  const sumUs = rows.reduce((sum, { totalUs }) => sum + totalUs, 0);
  const held = new Map<number, Held>();
  let waitedUs = 0;
  for (const { queue, totalUs } of rows) {
    if (queue?.kind === 'buffer') waitedUs += totalUs;
    if (queue?.kind !== 'active') continue;
    const heldUs = waitedUs + totalUs;
    held.set(queue.id, {
      heldUs,
      heldShare: sumUs === 0 ? null : heldUs / sumUs,
      waitShare: heldUs === 0 ? null : waitedUs / heldUs,
    });
    waitedUs = 0;
  }
  return held;
}

/** The active queue that held the most; of equal ones the earlier. Null when nothing was held anywhere. */
export function bottleneckOf(held: ReadonlyMap<number, Held>): number | null {
  let [found, most] = [null as number | null, 0];
  for (const [queueId, { heldUs }] of held) {
    if (heldUs > most) [found, most] = [queueId, heldUs];
  }
  return found;
}

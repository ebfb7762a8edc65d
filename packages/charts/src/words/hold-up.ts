import type { TimeInQueueAnswer } from '@kanban/api';
import { formatShare } from '../format/numbers.ts';

/**
 * Which queue holds up the most: `“analysis” holds up the most: 47 % of the time, 67 % of that in waiting before it.`
 * It holds its own time and that of the buffers before it, so its bar need not be the longest.
 */
export function holdUpWords({
  queues,
  bottleneck,
}: Pick<TimeInQueueAnswer, 'queues' | 'bottleneck'>): string {
  if (bottleneck === null) return 'No queue stands out.';
  const held = queues.find(({ queue }) => queue === bottleneck);
  const most = `“${bottleneck}” holds up the most`;
  if (!held || held.heldShare === null) return `${most}.`;
  const waiting = held.waitShare ? `, ${formatShare(held.waitShare)} of that in waiting before it` : '';
  return `${most}: ${formatShare(held.heldShare)} of the time${waiting}.`;
}

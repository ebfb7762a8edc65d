import type { TimeInQueueAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { formatCount } from '../format/numbers.ts';

/** Where items are longest: `Longest in development: half of 40 items for at most 4 days, 85 of 100 for at most 9 days.` */
export function queueTimesWords({ queues }: TimeInQueueAnswer): string {
  const medianOf = ({ percentiles }: TimeInQueueAnswer['queues'][number], wanted: number) =>
    percentiles.find(({ percentile }) => percentile === wanted)?.totalMs ?? 0;
  const [longest] = queues
    .filter(({ queue, items }) => queue !== null && items > 0)
    .toSorted((a, b) => medianOf(b, 50) - medianOf(a, 50));
  if (!longest) return 'No item was in any queue.';
  const { queue, items } = longest;
  const half = formatDuration(medianOf(longest, 50));
  if (items === 1) return `One item was in ${queue}, for ${half}.`;
  const most = items < 10 ? '' : `, 85 of 100 for at most ${formatDuration(medianOf(longest, 85))}`;
  return `Longest in ${queue}: half of ${formatCount(items)} items for at most ${half}${most}.`;
}

import type { QueueNow, QueuesAnswer } from '@kanban/api';
import { formatCount } from '../format/numbers.ts';
import { listed } from './counts.ts';

/** Which queues are over their limit or full: `Over the limit: development (3 of 2). Full: test (3 of 3).` */
export function queuesWords({ queues }: QueuesAnswer): string {
  const limited = queues.filter(({ wipLimit }) => wipLimit >= 0);
  if (limited.length === 0) return 'No queue has a limit.';
  const named = ({ name, currentWip, wipLimit }: QueueNow) =>
    `${name} (${formatCount(currentWip)} of ${formatCount(wipLimit)})`;
  const over = limited.filter(({ isOverloaded }) => isOverloaded).map(named);
  const full = limited.filter(({ isFull, isOverloaded }) => isFull && !isOverloaded).map(named);
  if (over.length === 0 && full.length === 0) {
    return limited.length === 1
      ? 'The one queue with a limit has room.'
      : `All ${limited.length} queues with a limit have room.`;
  }
  const parts = [
    over.length > 0 && `Over the limit: ${listed(over, 5)}.`,
    full.length > 0 && `Full: ${listed(full, 5)}.`,
  ];
  return parts.filter(Boolean).join(' ');
}

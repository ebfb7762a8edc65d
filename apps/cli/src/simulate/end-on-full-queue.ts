import type { SampleQueue } from './sample-stream.ts';
import type { SimulatedHistory } from './simulated-history.ts';

/**
 * Leaves out the last few steps if no limited queue is full after them, because a sample should show what happens when
 * an item leaves a full queue. A history without such a moment is returned unchanged.
 */
export function endOnFullQueue(history: SimulatedHistory, queues: readonly SampleQueue[]): SimulatedHistory {
  const limits = new Map(queues.map((queue) => [queue.name, queue.wipLimit]));
  const wip = new Map<string, number>();
  let isFullAfter = 0;
  const full = new Set<string>();
  for (const [index, { from, to }] of history.steps.entries()) {
    if (from !== null) {
      wip.set(from, (wip.get(from) ?? 0) - 1);
      full.delete(from);
    }
    if (to !== null) {
      wip.set(to, (wip.get(to) ?? 0) + 1);
      if (wip.get(to) === limits.get(to)) full.add(to);
    }
    if (full.size > 0) isFullAfter = index + 1;
  }
  if (isFullAfter === 0 || isFullAfter === history.steps.length) return history;
  const steps = history.steps.slice(0, isFullAfter);
  // Items are numbered by arrival, so those after the end are the last ones.
  const arrived = steps.reduce((most, step) => Math.max(most, step.item + 1), 0);
  return { items: history.items.slice(0, arrived), steps };
}

import type { Step } from '../history/history.ts';
import type { Queue } from '../history/streams.ts';

/** Whether an item came into a delivered or completed queue without ever having been in a buffer or active one. */
export function isFinishedWithoutStart(
  steps: readonly Step[],
  kinds: ReadonlyMap<string, Queue['kind']>,
): boolean {
  for (const { to } of steps) {
    const kind = to === null ? undefined : kinds.get(to);
    if (kind === 'buffer' || kind === 'active') return false;
    if (kind === 'delivered' || kind === 'completed') return true;
  }
  return false;
}

import type { Queue } from '../history/streams.ts';
import type { Chains } from './make-chains.ts';
import type { QualityReport } from './quality.ts';

/** Notes items that came into a delivered or completed queue without ever having been in a buffer or active one. */
export function noteFinishedWithoutStart(
  chains: Chains,
  queues: readonly Queue[],
  report: QualityReport,
): void {
  const kinds = new Map(queues.map((queue) => [queue.name, queue.kind]));
  const started = new Set<number>();
  // Of an item whose times contradict its moves that has been said.
  const noted = new Set<number>();
  for (const [item, reference] of chains.references.entries())
    if (chains.contradicting.has(reference)) noted.add(item);
  for (const { item, to } of chains.steps) {
    const kind = to === null ? undefined : kinds.get(to);
    if (kind === 'buffer' || kind === 'active') started.add(item);
    if ((kind === 'delivered' || kind === 'completed') && !started.has(item) && !noted.has(item)) {
      noted.add(item);
      report.note('finishedWithoutStart', chains.references[item] ?? '');
    }
  }
}

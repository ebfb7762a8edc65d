import type { Queue } from '@kanban/domain';
import type { Snapshot } from '../snapshot.ts';

/** Whether items of a stream are to be judged by all of their visits, as the projections tell of them by what is known now. */
export async function isRefolded(
  { asOf }: Snapshot,
  stream: { id: number; queues: readonly Queue[] },
): Promise<boolean> {
  return (await asOf?.isRefolded(stream)) ?? false;
}

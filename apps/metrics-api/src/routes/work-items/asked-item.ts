import { shortened } from '../../answer/invalid-parameter.ts';
import { Refused } from '../../answer/problems.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { loadWorkItem } from '../../load/work-item.ts';

/** The item of an address. Throws Refused `unknown-item`. */
export async function askedItem(snapshot: Snapshot, reference: string) {
  const found = await loadWorkItem(snapshot, reference);
  if (found) return found;
  const detail = `There is no work item "${shortened(reference)}", and there never was one in a queue.`;
  throw new Refused('unknown-item', { detail, parameter: 'reference' });
}

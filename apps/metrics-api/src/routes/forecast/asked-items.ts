import { type Instant, type NeededItems, neededItems } from '@kanban/domain';
import { type FilterQuery, filteredItems } from '../../answer/asked-items.ts';
import { refusal } from '../../answer/invalid-parameter.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { loadUnfinishedLeaves } from '../../load/unfinished-leaves.ts';

interface ItemsQuery extends FilterQuery {
  items?: string | undefined;
  remainingOf?: string | undefined;
}

/** How many items each stream is asked about, as a text; null where nobody asks. Throws Refused. */
export async function askedItems(
  snapshot: Snapshot,
  streams: readonly string[],
  query: ItemsQuery,
  at: Instant,
): Promise<string[] | null> {
  const { items, remainingOf } = query;
  if (remainingOf === undefined) return items === undefined ? null : listed(items, streams.length);
  if (items !== undefined) throw refusal('items', 'is given beside remainingOf', 'one of the two');
  const leaves: number[] = [];
  for (const stream of streams) {
    const all = await loadUnfinishedLeaves(snapshot, stream, remainingOf);
    leaves.push((await filteredItems(snapshot, all, query, at)).length);
  }
  if (!leaves.includes(0)) return leaves.map(String);
  const where = streams[leaves.indexOf(0)];
  throw refusal(
    'remainingOf',
    `has nothing unfinished below it in ${where}`,
    'a reference that is the parent of unfinished items',
  );
}

function listed(items: string, streams: number): string[] {
  const each = items.split(',');
  if (each.length === streams) return each;
  throw refusal(
    'items',
    `is not one number a stream: ${each.length} for ${streams}`,
    'as many numbers or ranges as streams',
  );
}

/** `20`, or `20..25`: each number alike likely. */
export function neededOf(items: string): NeededItems[] {
  const [low, high = low] = items.split('..').map(Number) as [number, number?];
  return neededItems(low, high);
}

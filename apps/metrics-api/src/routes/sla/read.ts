import { type Range, type SlaMiss, type SlaTerms, verdictOf } from '@kanban/domain';
import { askedFinished, type FinishedQuery, isPlain } from '../../answer/asked-finished.ts';
import type { RangeAt } from '../../answer/asked-range-at.ts';
import type { FinishedItemRow } from '../../load/finished-items.ts';
import { type FinishedPromise, loadFinishedPromises } from '../../load/finished-promises.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { MissedPromise } from './fields.ts';
import { missed, withDetails } from './worst-misses.ts';

/** Of the items finished in a range what decides whether they kept their promise; with filters or `at` all that is told of them too. */
export function promisesIn(
  snapshot: Snapshot,
  { stream, at }: Pick<RangeAt, 'stream' | 'at'>,
  range: Range,
  query: FinishedQuery,
  loadPromises = loadFinishedPromises,
): Promise<readonly FinishedPromise[]> {
  if (isPlain(query)) return loadPromises(snapshot, stream.id, range);
  return askedFinished(snapshot, { stream, range, at }, query);
}

export function missesOf<Item extends FinishedPromise>(
  rows: readonly Item[],
  terms: SlaTerms,
): SlaMiss<Item>[] {
  return rows.flatMap((item) => {
    const { verdict, deadline } = verdictOf(item, terms);
    return verdict === 'miss' ? [{ item, deadline, lateByUs: item.finishedAt - deadline.at }] : [];
  });
}

/** Some misses of `promisesIn` with what is told of their items. */
export async function toldOf(
  snapshot: Snapshot,
  streamId: number,
  misses: readonly SlaMiss<FinishedPromise>[],
  query: FinishedQuery,
): Promise<MissedPromise[]> {
  if (isPlain(query)) return withDetails(snapshot, streamId, misses);
  return (misses as SlaMiss<FinishedItemRow>[]).map(missed);
}

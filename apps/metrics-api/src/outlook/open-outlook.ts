import {
  completeDaysBefore,
  type Instant,
  type OutlookTerms,
  type Range,
  type SlaTerms,
  type Span,
  type Visit,
} from '@kanban/domain';
import { loadDroppedItems } from '../load/dropped-items.ts';
import type { FinishedItemRow } from '../load/finished-items.ts';
import { type FinishedPromise, loadFinishedPromises } from '../load/finished-promises.ts';
import { type ItemsAt, loadItemsAt, loadItemsAtBy, type OpenItemAt } from '../load/items-at.ts';
import { loadShareSetting } from '../load/setting.ts';
import type { Snapshot } from '../load/snapshot.ts';
import type { Stream } from '../load/stream.ts';
import { loadSlaTerms } from '../routes/sla/terms.ts';

/** Under so many finished items nothing is expected, where nobody asks for another number. */
const MINIMUM_SAMPLE = 10;

type EndedItemAt = Omit<FinishedItemRow, 'finishedAt' | 'priority'> & {
  finishedAt: Instant | null;
  droppedAt: Instant | null;
};

export interface OpenOutlook {
  open: OpenItemAt[];
  finished: (FinishedPromise & { visits: readonly Visit[] })[];
  /** The 90 complete days of the stream that finished items are from. */
  range: Range;
  /** Finished, or dropped, from `since` on. */
  endedSince: EndedItemAt[];
  terms: OutlookTerms;
}

/** What a stream promises, and by whom its finished items are read. */
export interface KnownPromises {
  terms: SlaTerms;
  loadPromises: typeof loadFinishedPromises;
}

/**
 * What `readOutlook` judges the open items of a stream by at an instant, and these items: the one reading for all answers. The range
 * that somebody chose on a page is no part of it. `since`: reads in passing what was finished from then on. `known`: what the asker reads too.
 */
export async function loadOpenOutlook(
  snapshot: Snapshot,
  stream: Stream,
  at: Instant,
  {
    minimumSample = MINIMUM_SAMPLE,
    since = at,
    known,
  }: { minimumSample?: number; since?: Instant; known?: KnownPromises | undefined } = {},
): Promise<OpenOutlook> {
  const range = completeDaysBefore(at, stream.timeZone);
  const { from, to } = range;
  const { terms } = known ?? (await loadSlaTerms(snapshot, stream));
  const atRiskShare = await loadShareSetting(snapshot, stream.name, 'sla_at_risk_percent');
  const outlook = (items: ItemsAt<FinishedPromise>, endedSince: EndedItemAt[]): OpenOutlook => {
    const finished = items.finished.filter(({ finishedAt }) => finishedAt >= from && finishedAt < to);
    const judgedBy = { queues: stream.queues, terms, finished, at, atRiskShare, minimumSample };
    return { open: items.open, finished, endedSince, range, terms: judgedBy };
  };
  if (since >= at) {
    const load = known?.loadPromises ?? loadFinishedPromises;
    const promisesAlone = { load, of: (item: FinishedPromise) => item };
    return outlook(await loadItemsAtBy(promisesAlone, snapshot, stream, at, range), []);
  }
  const items = await loadItemsAt(snapshot, stream, at, { from: Math.min(from, since), to: at });
  return outlook(items, await loadEndedSince(snapshot, stream, items, { from: since, to: at }));
}

async function loadEndedSince(
  snapshot: Snapshot,
  stream: Stream,
  { finished, droppedThen }: ItemsAt,
  span: Span,
): Promise<EndedItemAt[]> {
  const dropped = [...(await loadDroppedItems(snapshot, stream, span)), ...droppedThen];
  return [
    ...finished
      .filter(({ finishedAt }) => finishedAt >= span.from)
      .map((item) => ({ ...item, droppedAt: null })),
    ...dropped
      .filter(({ droppedAt }) => droppedAt >= span.from)
      .map((item) => ({ ...item, finishedAt: null })),
  ];
}

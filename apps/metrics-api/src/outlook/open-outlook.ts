import { completeDaysBefore, type Instant, type OutlookTerms, type Range, type Span } from '@kanban/domain';
import { loadDroppedItems } from '../load/dropped-items.ts';
import { type FinishedItemAt, type ItemsAt, loadItemsAt, type OpenItemAt } from '../load/items-at.ts';
import { loadShareSetting } from '../load/setting.ts';
import type { Snapshot } from '../load/snapshot.ts';
import type { Stream } from '../load/stream.ts';
import { loadSlaTerms } from '../routes/sla/terms.ts';

/** Under so many finished items nothing is expected, where nobody asks for another number. */
const MINIMUM_SAMPLE = 10;

type EndedItemAt = Omit<FinishedItemAt, 'finishedAt' | 'visits' | 'priority'> & {
  finishedAt: Instant | null;
  droppedAt: Instant | null;
};

export interface OpenOutlook {
  open: OpenItemAt[];
  finished: FinishedItemAt[];
  /** The 90 complete days of the stream that finished items are from. */
  range: Range;
  /** Finished, or dropped, from `since` on. */
  endedSince: EndedItemAt[];
  terms: OutlookTerms;
}

/**
 * What `readOutlook` judges the open items of a stream by at an instant, and these items: the one reading for all answers. The range
 * that somebody chose on a page is no part of it. `since`: reads in passing what was finished from then on.
 */
export async function loadOpenOutlook(
  snapshot: Snapshot,
  stream: Stream,
  at: Instant,
  { minimumSample = MINIMUM_SAMPLE, since = at }: { minimumSample?: number; since?: Instant } = {},
): Promise<OpenOutlook> {
  const range = completeDaysBefore(at, stream.timeZone);
  const { from, to } = range;
  const span = since < at ? { from: Math.min(from, since), to: at } : range;
  const items = await loadItemsAt(snapshot, stream, at, span);
  const finished = items.finished.filter(({ finishedAt }) => finishedAt >= from && finishedAt < to);
  const { terms } = await loadSlaTerms(snapshot, stream);
  const atRiskShare = await loadShareSetting(snapshot, stream.name, 'sla_at_risk_percent');
  return {
    open: items.open,
    finished,
    endedSince: since < at ? await loadEndedSince(snapshot, stream.id, items, { from: since, to: at }) : [],
    range,
    terms: { queues: stream.queues, terms, finished, at, atRiskShare, minimumSample },
  };
}

async function loadEndedSince(
  snapshot: Snapshot,
  streamId: number,
  { finished, droppedThen }: ItemsAt,
  span: Span,
): Promise<EndedItemAt[]> {
  const dropped = [...(await loadDroppedItems(snapshot, streamId, span)), ...droppedThen];
  return [
    ...finished
      .filter(({ finishedAt }) => finishedAt >= span.from)
      .map((item) => ({ ...item, droppedAt: null })),
    ...dropped
      .filter(({ droppedAt }) => droppedAt >= span.from)
      .map((item) => ({ ...item, finishedAt: null })),
  ];
}

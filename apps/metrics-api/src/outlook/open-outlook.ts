import { completeDaysBefore, type Instant, type OutlookTerms, type Range } from '@kanban/domain';
import { type FinishedItemAt, loadItemsAt, type OpenItemAt } from '../load/items-at.ts';
import { loadShareSetting } from '../load/setting.ts';
import type { Snapshot } from '../load/snapshot.ts';
import type { Stream } from '../load/stream.ts';
import { loadSlaTerms } from '../routes/sla/terms.ts';

/** Under so many finished items nothing is expected, where nobody asks for another number. */
const MINIMUM_SAMPLE = 10;

export interface OpenOutlook {
  open: OpenItemAt[];
  finished: FinishedItemAt[];
  /** The 90 complete days of the stream that finished items are from. */
  range: Range;
  terms: OutlookTerms;
}

/**
 * What `readOutlook` judges the open items of a stream by at an instant, and these items: the one reading for all answers. The range
 * that somebody chose on a page is no part of it.
 */
export async function loadOpenOutlook(
  snapshot: Snapshot,
  stream: Stream,
  at: Instant,
  minimumSample = MINIMUM_SAMPLE,
): Promise<OpenOutlook> {
  const range = completeDaysBefore(at, stream.timeZone);
  const { open, finished } = await loadItemsAt(snapshot, stream, at, range);
  const { terms } = await loadSlaTerms(snapshot, stream);
  const atRiskShare = await loadShareSetting(snapshot, stream.name, 'sla_at_risk_percent');
  return {
    open,
    finished,
    range,
    terms: { queues: stream.queues, terms, finished, at, atRiskShare, minimumSample },
  };
}

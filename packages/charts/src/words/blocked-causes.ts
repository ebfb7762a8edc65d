import type { BlockedAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { formatShare } from '../format/numbers.ts';
import { andChange, durationChangeOf } from './change.ts';
import { subjectOf } from './counts.ts';

/** What blocks cost: `15 items were blocked for 40 days; ▲ 8 days more than before (32 days): worse. 24 % of it by “vendor”.` */
export function blockedCausesWords(
  { total, clusters }: BlockedAnswer,
  before?: BlockedAnswer | null,
): string {
  const [worst] = clusters;
  if (!worst || total.items === 0) return 'Nothing was blocked.';
  const change = durationChangeOf({
    now: total.blockedMs,
    before: before?.total.blockedMs ?? null,
    good: 'less',
    sizes: [total.items, before?.total.items ?? 0],
  });
  const subject = subjectOf(total.items, 'item', ['was blocked', 'were blocked']);
  const cause = worst.share === null ? '' : ` ${formatShare(worst.share)} of it by “${worst.key}”.`;
  return `${subject} for ${formatDuration(total.blockedMs)}${andChange(change)}.${cause}`;
}

import type { FlowAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { countOf } from '../format/numbers.ts';
import { andChange, durationChangeOf } from './change.ts';

/** Whether old work grows: `13 items in progress were 144 days old together; ▲ 20 days more than before (124 days): worse.` */
export function totalAgeWords({ total }: FlowAnswer, before?: FlowAnswer | null): string {
  if (!total) return 'This range has not begun.';
  if (total.wip === 0) return 'Nothing was in progress at the end.';
  const change = durationChangeOf({
    now: total.totalAgeMs,
    before: before?.total?.totalAgeMs ?? null,
    good: 'less',
    sizes: [total.wip, before?.total?.wip ?? 0],
  });
  const age = formatDuration(total.totalAgeMs);
  return total.wip === 1
    ? `One item was in progress at the end, ${age} old.`
    : `${countOf(total.wip, 'item')} in progress at the end were ${age} old together${andChange(change)}.`;
}

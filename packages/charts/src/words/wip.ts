import type { FlowAnswer } from '@kanban/api';
import { formatAverage, formatCount } from '../format/numbers.ts';
import { andChange, averageChangeOf } from './change.ts';
import { subjectOf } from './counts.ts';

/** How much is under way: `13 items are in progress at the end, on average 11; ▲ 0.6 more than before (10.4): worse.` */
export function wipWords({ total }: FlowAnswer, before?: FlowAnswer | null): string {
  if (!total) return 'This range has not begun.';
  const subject = subjectOf(total.wip, 'item', ['is in progress at the end', 'are in progress at the end']);
  if (total.averageWip === null) return `${subject}.`;
  const change = averageChangeOf({
    now: total.averageWip,
    before: before?.total?.averageWip ?? null,
    good: 'less',
  });
  return `${subject}, on average ${formatAverage(total.averageWip)}, at most ${formatCount(total.maxWip)}${andChange(change)}.`;
}

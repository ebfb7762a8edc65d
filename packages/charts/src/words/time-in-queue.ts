import type { TimeInQueueAnswer } from '@kanban/api';
import { formatCount, formatShare } from '../format/numbers.ts';
import { andChange, shareChangeOf } from './change.ts';
import { holdUpWords } from './hold-up.ts';

/** Where the time goes: `40 % of the time of 12 items was work; ▲ 5 points more than before (35 %): better. “test” holds up the most: …` */
export function timeInQueueWords(answer: TimeInQueueAnswer, before?: TimeInQueueAnswer | null): string {
  const { pooled, items } = answer.efficiency;
  if (pooled === null) return holdUpWords(answer);
  const change = shareChangeOf({
    now: pooled,
    before: before?.efficiency.pooled ?? null,
    good: 'more',
    sizes: [items, before?.efficiency.items ?? 0],
  });
  const whose = items === 1 ? 'one item' : `${formatCount(items)} items`;
  return `${formatShare(pooled)} of the time of ${whose} was work${andChange(change)}. ${holdUpWords(answer)}`;
}

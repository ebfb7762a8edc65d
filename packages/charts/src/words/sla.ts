import type { SlaAnswer } from '@kanban/api';
import { formatCount, formatShare } from '../format/numbers.ts';
import { andChange, shareChangeOf } from './change.ts';
import { fewWords } from './counts.ts';

/** Whether promises were kept: `62 % in time: 20 in time, 12 late; ▲ 5 points more than before (57 %): better.` */
export function slaWords({ total }: SlaAnswer, before?: SlaAnswer | null): string {
  const { finished, hits, misses, withoutSla, hitRate } = total;
  const promised = hits + misses;
  if (finished === 0) return 'No item was finished.';
  if (hitRate === null) return `No finished item had a promise: ${formatCount(withoutSla)} without one.`;
  const earlier = before ? before.total.hits + before.total.misses : 0;
  const change = shareChangeOf({
    now: hitRate,
    before: before?.total.hitRate ?? null,
    good: 'more',
    sizes: [promised, earlier],
  });
  const others = withoutSla === 0 ? '' : `, ${formatCount(withoutSla)} without a promise`;
  return `${formatShare(hitRate)} in time: ${formatCount(hits)} in time, ${formatCount(misses)} late${others}${andChange(change)}.${fewWords(promised)}`;
}

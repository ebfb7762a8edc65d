import type { LeadTimeIntervalsAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { countOf } from '../format/numbers.ts';
import { intervalNoun } from '../interval-bars.ts';
import { andChange, durationChangeOf } from './change.ts';

/** An interval with fewer items says nothing by its percentiles. */
const FEWEST = 5;

/** Whether it takes longer: `… at most 20 days in the last of 4 months …; ▲ 8 days more than in the first (12 days).` */
export function leadTimeOverTimeWords({ intervals, total }: LeadTimeIntervalsAnswer): string {
  if (total.sampleSize === 0) return 'No item was finished.';
  const noun = intervalNoun(intervals);
  const known = intervals.flatMap(({ sampleSize, isComplete, percentiles }) => {
    const time = percentiles.find(({ percentile }) => percentile === 85)?.leadTimeMs ?? null;
    return isComplete && sampleSize >= FEWEST && time !== null ? [time] : [];
  });
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < 2)
    return `Too little to compare: under two complete ${noun}s with ${FEWEST} finished items and more, ${countOf(total.sampleSize, 'item')} in all.`;
  // One interval beside another is no verdict: the whole range may have gone the other way.
  const change = durationChangeOf({ now: last, before: first, good: null, than: 'in the first' });
  return `85 of 100 items took at most ${formatDuration(last)} in the last of ${known.length} ${noun}s that have ${FEWEST} items and more${andChange(change)}.`;
}

import type { LeadTimeAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { countOf } from '../format/numbers.ts';
import { changeAtPercentile, percentileOf } from '../key-figures.ts';
import { andChange } from './change.ts';
import { fewWords } from './counts.ts';

/** How long it takes: `85 of 100 items took at most 43 days; ▲ 20 days more than before (23 days): worse.` */
export function leadTimeWords(answer: LeadTimeAnswer, before?: LeadTimeAnswer | null): string {
  const { sampleSize, maxMs } = answer;
  const [half, most] = [percentileOf(answer, 50), percentileOf(answer, 85)];
  if (sampleSize === 0 || maxMs === null) return 'No item was finished.';
  if (sampleSize === 1) return `One item was finished; it took ${formatDuration(maxMs)}.`;
  if (sampleSize < 10 || most === null) {
    return `${countOf(sampleSize, 'item')} were finished; the longest took ${formatDuration(maxMs)}.${fewWords(sampleSize)}`;
  }
  const change = andChange(changeAtPercentile(answer, before, 85));
  const typical = half === null ? '' : ` Half took at most ${formatDuration(half)}.`;
  return `85 of 100 items took at most ${formatDuration(most)}${change}.${typical}`;
}

/** What can be promised by what was: `“Within 43 days” was true for 85 of 100 items, “within 60 days” for 95.` */
export function promiseWords(answer: LeadTimeAnswer): string {
  const { sampleSize, maxMs } = answer;
  if (sampleSize === 0 || maxMs === null) return 'No item was finished.';
  if (sampleSize < 10) return `Too little to promise anything by: ${countOf(sampleSize, 'finished item')}.`;
  const known = [85, 95].flatMap((percentile) => {
    const found = percentileOf(answer, percentile);
    return found === null
      ? []
      : [`“within ${formatDuration(found)}” was true for ${percentile} of 100 items`];
  });
  const text = known.join(', ');
  return text === '' ? `The longest took ${formatDuration(maxMs)}.` : `“W${text.slice(2)}.`;
}

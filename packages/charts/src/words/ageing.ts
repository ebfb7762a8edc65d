import type { AgeingAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { countOf, formatCount } from '../format/numbers.ts';
import { zonedDates } from '../format/zoned-dates.ts';
import { inUnitOf, toldChange } from './change.ts';
import { listed, subjectOf } from './counts.ts';

/** Which items to talk about: those older than 85 of 100 finished ones were when they had passed the same queue. */
export function ageingWords(answer: AgeingAnswer): string {
  if (answer.age.items === 0) return 'Nothing is in progress.';
  return `${oldWords(answer)}${averageWords(answer)}`;
}

function oldWords({ age, items, stages, cells }: AgeingAnswer): string {
  const subject = subjectOf(age.items, 'item', ['is in progress', 'are in progress']);
  if (cells !== null) return `${subject}: too many to name; they are counted by queue and age.`;
  const [oldest] = items;
  const end = oldest ? ` The oldest is ${oldest.reference}, ${formatDuration(oldest.ageMs)}.` : '';
  if (stages.every(({ pace }) => pace === null)) {
    return `${subject}; too few are finished to say which are old.${end}`;
  }
  const beyond = items.filter(({ exceeds }) => (exceeds ?? 0) >= 85).map(({ reference }) => reference);
  if (beyond.length === 0)
    return `None of ${countOf(age.items, 'item')} is older than usual at its place.${end}`;
  const count = `${formatCount(beyond.length)} of ${countOf(age.items, 'item')}`;
  return `${count} ${beyond.length === 1 ? 'is' : 'are'} older than 85 of 100 were at that place: ${listed(beyond)}.${end}`;
}

/** ` On average they are 9 days old; ▲ 2 days more than on 7 Mar 2026 (7 days): worse.` Nothing without a comparison. */
function averageWords({ age, comparison, timeZone }: AgeingAnswer): string {
  const before = comparison?.summary.age.meanMs;
  if (comparison === null || age.meanMs === null || before == null) return '';
  const told = inUnitOf(Math.max(age.meanMs, before));
  const then = `on ${zonedDates(timeZone).date(Date.parse(comparison.to) - 1)}`;
  const change = toldChange(comparison, 'age.meanMs', before, told, then);
  return change === null
    ? ''
    : ` On average ${age.items === 1 ? 'it is' : 'they are'} ${told.format(age.meanMs)} old; ${change.words}.`;
}

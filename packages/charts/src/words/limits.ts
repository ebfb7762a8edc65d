import { formatCount } from '../format/numbers.ts';
import { zonedDates } from '../format/zoned-dates.ts';
import { intervalNoun } from '../interval-bars.ts';
import { type LimitsAnswer, limitedQueues, recordedSince } from '../limits-then.ts';
import { listed } from './counts.ts';

/** Whether limits were kept: `“development” was over its limit at the end of 3 of 13 weeks, “test” of 1.` */
export function limitsWords(answer: LimitsAnswer): string {
  const noun = intervalNoun(answer.points);
  const queues = limitedQueues(answer);
  const since = recordedSince(answer, queues);
  const kept = answer.points.filter((_, n) =>
    queues.some(({ points }) => points[n]?.limit != null && !points[n].isAssumed),
  );
  const unknown =
    since === null ? '' : `Limits are recorded since ${zonedDates(answer.timeZone).date(since)}. `;
  const all = kept.length;
  if (all === 0) return `${unknown}None held at the end of any ${noun} shown.`;
  const over = queues
    .map(({ name, points }) => ({
      name,
      times: points.filter(({ items, limit, isAssumed }) => limit !== null && !isAssumed && items > limit)
        .length,
    }))
    .filter(({ times }) => times > 0)
    .sort((a, b) => b.times - a.times);
  const [most, ...others] = over;
  if (!most) return `${unknown}No queue was over its limit at the end of any ${noun}.`;
  const first = `${unknown}“${most.name}” was over its limit at the end of ${formatCount(most.times)} of ${formatCount(all)} ${noun}${all === 1 ? '' : 's'}`;
  if (others.length === 0) return `${first}.`;
  return `${first}, ${listed(others.map(({ name, times }) => `“${name}” of ${formatCount(times)}`))}.`;
}

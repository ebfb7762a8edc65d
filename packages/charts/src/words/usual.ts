import type { FlowAnswer } from '@kanban/api';
import { countOf, formatCount } from '../format/numbers.ts';
import { intervalNoun } from '../interval-bars.ts';

/** How much is usually finished: `In 10 of 12 weeks from 5 to 8 items; at most 10; none in 1 week.` */
export function usualWords({ histogram, intervals }: FlowAnswer): string {
  const noun = intervalNoun(intervals);
  const all = histogram.reduce((sum, each) => sum + each.intervals, 0);
  if (all === 0) return `No ${noun} of this range is complete yet.`;
  const met = histogram.filter((each) => each.intervals > 0).toSorted((a, b) => a.throughput - b.throughput);
  const most = met.at(-1)?.throughput ?? 0;
  if (all < 5)
    return `Only ${formatCount(all)} complete ${noun}${all === 1 ? '' : 's'}: at most ${formatCount(most)} finished.`;
  const none = met.find(({ throughput }) => throughput === 0)?.intervals ?? 0;
  const each = met.flatMap(({ throughput, intervals: count }) =>
    Array.from({ length: count }, () => throughput),
  );
  // The middle 80 of 100, by nearest rank.
  const [low, high] = [0.1, 0.9].map((share) => each[Math.max(0, Math.ceil(all * share) - 1)] ?? 0) as [
    number,
    number,
  ];
  const inside = each.filter((throughput) => throughput >= low && throughput <= high).length;
  const range =
    low === high ? countOf(low, 'item') : `from ${formatCount(low)} to ${formatCount(high)} items`;
  return `In ${formatCount(inside)} of ${formatCount(all)} ${noun}s ${range}; at most ${formatCount(most)}${none === 0 ? '' : `; none in ${countOf(none, noun)}`}.`;
}

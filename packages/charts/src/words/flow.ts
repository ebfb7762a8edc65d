import type { CumulativeFlowAnswer, FlowAnswer, ThroughputAnswer } from '@kanban/api';
import { countOf, formatAverage, formatCount } from '../format/numbers.ts';
import { finishedPer, hasElapsed, type RateUnit } from '../throughput-rate.ts';
import { andChange, averageChangeOf } from './change.ts';
import { subjectOf } from './counts.ts';

const FINISHED = new Set(['delivered', 'completed']);

/** How much is finished: `38 items were finished, on average 2.1 a week; ▲ 0.3 more than before (1.8): better.` */
export function throughputWords(
  answer: ThroughputAnswer,
  unit: RateUnit,
  before?: ThroughputAnswer | null,
): string {
  const rate = hasElapsed(unit, answer) ? finishedPer(unit, answer) : null;
  const earlier = before && hasElapsed(unit, before) ? finishedPer(unit, before) : null;
  const subject = subjectOf(answer.total, 'item', ['was finished', 'were finished']);
  if (rate === null) return `${subject}.`;
  const change = averageChangeOf({
    now: rate,
    before: earlier,
    good: 'more',
    sizes: [answer.total, before?.total ?? 0],
  });
  return `${subject}, on average ${formatAverage(rate)} ${unit === 'hour' ? 'an' : 'a'} ${unit}${andChange(change)}.`;
}

/** Where work piles up: the queue of unfinished work that grew most from the first point to the last. */
export function pilesWords({ points, queues }: CumulativeFlowAnswer): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'There is nothing to compare yet.';
  const open = queues.filter(({ kind }) => !FINISHED.has(kind)).map(({ name }) => name);
  const at = (point: typeof first, name: string) =>
    point.queues.find((queue) => queue.name === name)?.items ?? 0;
  const growth = open
    .map((name) => ({ name, from: at(first, name), to: at(last, name) }))
    .toSorted((a, b) => b.to - b.from - (a.to - a.from));
  const sum = (point: typeof first) => open.reduce((total, name) => total + at(point, name), 0);
  const [most] = growth;
  const all = `All open queues together: ${countOf(sum(first), 'item')} at first, ${formatCount(sum(last))} at the end.`;
  if (!most || most.to <= most.from) return `No queue grew. ${all}`;
  return `Most in “${most.name}”: from ${formatCount(most.from)} to ${countOf(most.to, 'item')}. ${all}`;
}

/** Whether more comes than goes. */
export function netFlowWords({ total }: FlowAnswer, before?: FlowAnswer | null): string {
  if (!total) return 'This range has not begun.';
  const { arrivals, departures, netFlow, throughput } = total;
  const left = departures.finished + departures.dropped;
  if (arrivals === 0 && left === 0) return 'Nothing was begun, and nothing ended.';
  const were = Math.abs(netFlow) === 1 ? 'was' : 'were';
  const verdict =
    netFlow === 0
      ? 'As many were begun as ended'
      : `${formatCount(Math.abs(netFlow))} more ${netFlow > 0 ? `${were} begun than ended` : `ended than ${were} begun`}`;
  const then = before?.total ? before.total.netFlow : null;
  const earlier =
    then === null ? '' : ` In the period before: ${then > 0 ? `+${then}` : String(then).replace('-', '−')}.`;
  const { finished, dropped } = departures;
  // Else nobody knows why more ended than are counted as finished beside it.
  const again =
    finished === throughput
      ? ''
      : ` (${formatCount(finished)} finished and ${formatCount(dropped)} dropped, each time that they were)`;
  return `${verdict}: ${formatCount(arrivals)} begun, ${formatCount(left)} ended${again}.${earlier}`;
}

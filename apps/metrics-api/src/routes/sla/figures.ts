import {
  type Instant,
  type Interval,
  type Range,
  type SlaCounts,
  type SlaTerms,
  slaCompliance,
} from '@kanban/domain';
import type { Summarised } from '../../answer/asked-comparison.ts';
import { intervalFields } from '../../answer/envelope.ts';
import type { FinishedPromise } from '../../load/finished-promises.ts';

interface Terms {
  terms: SlaTerms;
  intervals: readonly Interval[];
  at: Instant;
}

/** How the promises of some items were kept, in total and in each interval. */
export function figuresOf(finished: readonly FinishedPromise[], { terms, intervals, at }: Terms) {
  const compliance = slaCompliance(finished, terms, intervals, at);
  return {
    total: compliance.total,
    intervals: compliance.intervals.map((interval) => {
      const { finished, hits, misses, withoutSla, hitRate } = interval;
      return { ...intervalFields(interval, at), finished, hits, misses, withoutSla, hitRate };
    }),
    misses: compliance.misses,
  };
}

/** The same of a whole range. */
export function totalIn(finished: readonly FinishedPromise[], terms: SlaTerms, range: Range): SlaCounts {
  const whole = { start: range.from, end: range.to, label: '', partial: false };
  return slaCompliance(finished, terms, [whole], range.to).total;
}

/** Fewer misses may mean that less was promised, so only the hit rate is better or worse. */
export function comparedOf(total: SlaCounts): Summarised<{ total: SlaCounts }> {
  const { finished, hits, misses, hitRate } = total;
  const items = hits + misses;
  return {
    summary: { total },
    figures: [
      { figure: 'total.finished', value: finished, better: null, items: finished },
      { figure: 'total.misses', value: misses, better: null, items },
      { figure: 'total.hitRate', value: hitRate, better: 'higher', items },
    ],
  };
}

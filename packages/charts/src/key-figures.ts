import type { LeadTimeAnswer, QueuesAnswer, SlaAnswer, ThroughputAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { countOf, formatAverage, formatCount, formatShare } from './format/numbers.ts';
import { openQueues } from './queues-now.ts';
import { finishedPer, passedSoFar } from './throughput-rate.ts';
import { averageChangeOf, type Change, durationChangeOf, shareChangeOf } from './words/change.ts';

/** A number that a meeting begins with, as it is read. */
export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  /** Compared with the same of another range; absent or null: there is none. */
  readonly change?: Change | null;
}

const NONE = '–';

/** Each of the answer that it is a number of; null while there is none. */
export const keyFigures = {
  median(answer: LeadTimeAnswer | null, before?: LeadTimeAnswer | null): KeyFigure {
    return {
      change: changeAtPercentile(answer, before, 50),
      label: `Median ${timeWord(answer)}`,
      value: atPercentile(answer, 50),
      note:
        answer && answer.sampleSize > 0
          ? `of ${countOf(answer.sampleSize, 'finished item')}`
          : 'nothing finished',
    };
  },

  percentile85(answer: LeadTimeAnswer | null, before?: LeadTimeAnswer | null): KeyFigure {
    return {
      change: changeAtPercentile(answer, before, 85),
      label: '85 of 100 took at most',
      value: atPercentile(answer, 85),
      note: answer && answer.sampleSize > 0 ? timeWord(answer) : 'nothing finished',
    };
  },

  perWeek(answer: ThroughputAnswer | null, before?: ThroughputAnswer | null): KeyFigure {
    const label = 'Throughput';
    if (answer === null) return { label, value: NONE, note: '' };
    const rate = finishedPer('week', answer);
    const passed = passedSoFar(answer);
    return {
      label,
      value: rate === null ? NONE : `${formatAverage(rate)} a week`,
      // Who divides by the days of the range, today included, finds another rate.
      note: `${countOf(answer.total, 'item')} finished${passed === null ? '' : ` in ${formatDuration(passed)} so far`}`,
      change: averageChangeOf({
        now: rate,
        before: before ? finishedPer('week', before) : null,
        good: 'more',
        sizes: [answer.total, before?.total ?? 0],
      }),
    };
  },

  workInProgress(answer: QueuesAnswer | null): KeyFigure {
    const label = 'Work in progress now';
    if (answer === null) return { label, value: NONE, note: '' };
    const open = openQueues(answer.queues);
    const over = open.filter(({ isOverloaded }) => isOverloaded).length;
    const full = open.filter(({ isFull, isOverloaded }) => isFull && !isOverloaded).length;
    const notes = [
      ...(over > 0 ? [`${countOf(over, 'queue')} over the limit`] : []),
      ...(full > 0 ? [`${countOf(full, 'queue')} full`] : []),
    ];
    return {
      label,
      value: formatCount(answer.workInProgress),
      note: notes.join(', ') || 'committed, not finished',
    };
  },

  inTime(answer: SlaAnswer | null, before?: SlaAnswer | null): KeyFigure {
    const label = 'Finished in time';
    if (answer === null) return { label, value: NONE, note: '' };
    const { hitRate, hits, misses } = answer.total;
    return {
      label,
      value: hitRate === null ? NONE : formatShare(hitRate),
      change: shareChangeOf({
        now: hitRate,
        before: before?.total.hitRate ?? null,
        good: 'more',
        sizes: [hits + misses, before ? before.total.hits + before.total.misses : 0],
      }),
      note:
        hitRate === null
          ? 'nothing finished had an SLA'
          : `${formatCount(misses)} of ${formatCount(hits + misses)} late`,
    };
  },
};

function atPercentile(answer: LeadTimeAnswer | null, wanted: number): string {
  const found = percentileOf(answer, wanted);
  return found === null ? NONE : formatDuration(found);
}

interface Timed {
  readonly percentiles: readonly { readonly percentile: number; readonly leadTimeMs: number | null }[];
}

/** Null where nothing was finished, or no answer is there. */
export function percentileOf(answer: Timed | null | undefined, wanted: number): number | null {
  return answer?.percentiles.find(({ percentile }) => percentile === wanted)?.leadTimeMs ?? null;
}

export function changeAtPercentile(
  answer: LeadTimeAnswer | null,
  before: LeadTimeAnswer | null | undefined,
  wanted: number,
): Change | null {
  return durationChangeOf({
    now: percentileOf(answer, wanted),
    before: percentileOf(before, wanted),
    good: 'less',
    sizes: [answer?.sampleSize ?? 0, before?.sampleSize ?? 0],
  });
}

function timeWord(answer: LeadTimeAnswer | null): string {
  return answer?.definitions.measure === 'cycle' ? 'cycle time' : 'lead time';
}

import type { LeadTimeAnswer, QueuesAnswer, SlaAnswer, ThroughputAnswer } from '@kanban/api';
import { formatDuration } from './format/durations.ts';
import { countOf, formatAverage, formatCount, formatShare } from './format/numbers.ts';
import { openQueues } from './queues-now.ts';
import { finishedPer } from './throughput-rate.ts';

/** A number that a meeting begins with, as it is read. */
export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

const NONE = '–';

/** Each of the answer that it is a number of; null while there is none. */
export const keyFigures = {
  median(answer: LeadTimeAnswer | null): KeyFigure {
    return {
      label: `Median ${timeWord(answer)}`,
      value: atPercentile(answer, 50),
      note:
        answer && answer.sampleSize > 0
          ? `of ${countOf(answer.sampleSize, 'finished item')}`
          : 'nothing finished',
    };
  },

  percentile85(answer: LeadTimeAnswer | null): KeyFigure {
    return {
      label: '85 % took at most',
      value: atPercentile(answer, 85),
      note: answer && answer.sampleSize > 0 ? timeWord(answer) : 'nothing finished',
    };
  },

  perWeek(answer: ThroughputAnswer | null): KeyFigure {
    const label = 'Throughput';
    if (answer === null) return { label, value: NONE, note: '' };
    const rate = finishedPer('week', answer);
    return {
      label,
      value: rate === null ? NONE : `${formatAverage(rate)} a week`,
      note: `${countOf(answer.total, 'item')} finished`,
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

  inTime(answer: SlaAnswer | null): KeyFigure {
    const label = 'Finished in time';
    if (answer === null) return { label, value: NONE, note: '' };
    const { hitRate, hits, misses } = answer.total;
    return {
      label,
      value: hitRate === null ? NONE : formatShare(hitRate),
      note:
        hitRate === null
          ? 'nothing finished had an SLA'
          : `${formatCount(misses)} of ${formatCount(hits + misses)} late`,
    };
  },
};

function atPercentile(answer: LeadTimeAnswer | null, wanted: number): string {
  const found = answer?.percentiles.find(({ percentile }) => percentile === wanted)?.leadTimeMs;
  return found === undefined || found === null ? NONE : formatDuration(found);
}

function timeWord(answer: LeadTimeAnswer | null): string {
  return answer?.definitions.measure === 'cycle' ? 'cycle time' : 'lead time';
}

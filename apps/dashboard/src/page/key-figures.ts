import type { LeadTimeAnswer, QueuesAnswer, SlaAnswer, ThroughputAnswer } from '../api/answers.ts';
import { openQueues } from '../charts/queues-now.ts';
import { finishedPer } from '../charts/throughput-rate.ts';
import { formatDuration } from '../format/durations.ts';
import { countOf, formatAverage, formatCount, formatShare } from '../format/numbers.ts';
import type { Remote, Remotes } from '../view/board.ts';
import { fill, h } from './dom.ts';

interface Figure {
  label: string;
  value: string;
  note: string;
}

const NONE = '–';

/** The few numbers that a meeting begins with. */
export function createKeyFigures() {
  const list = h('dl', { class: 'figures' });
  const element = h('section', { 'aria-label': 'Key figures' }, list);
  return {
    element,
    update({ leadTime, throughput, queues, sla }: Remotes): void {
      const figures = [
        figureOf(leadTime, median),
        figureOf(leadTime, percentile85),
        figureOf(throughput, perWeek),
        figureOf(queues, workInProgress),
        figureOf(sla, inTime),
      ];
      fill(
        list,
        ...figures.map(({ label, value, note, isOutdated }) =>
          h(
            'div',
            { class: `figure${isOutdated ? ' is-outdated' : ''}` },
            h('dt', {}, label),
            h('dd', { class: 'value' }, value),
            h('dd', { class: 'figure-note' }, note),
          ),
        ),
      );
    },
  };
}

function figureOf<Answer>(remote: Remote<Answer>, figure: (answer: Answer | null) => Figure) {
  const waiting = remote.status === 'loading' ? '\u00a0' : 'No answer';
  const shown = figure(remote.answer);
  return { ...shown, note: remote.answer === null ? waiting : shown.note, isOutdated: remote.isOutdated };
}

function atPercentile(answer: LeadTimeAnswer | null, wanted: number): string {
  const found = answer?.percentiles.find(({ percentile }) => percentile === wanted)?.leadTimeMs;
  return found === undefined || found === null ? NONE : formatDuration(found);
}

function timeWord(answer: LeadTimeAnswer | null): string {
  return answer?.definitions.measure === 'cycle' ? 'cycle time' : 'lead time';
}

function median(answer: LeadTimeAnswer | null): Figure {
  return {
    label: `Median ${timeWord(answer)}`,
    value: atPercentile(answer, 50),
    note:
      answer && answer.sampleSize > 0
        ? `of ${countOf(answer.sampleSize, 'finished item')}`
        : 'nothing finished',
  };
}

function percentile85(answer: LeadTimeAnswer | null): Figure {
  return {
    label: '85 % took at most',
    value: atPercentile(answer, 85),
    note: answer && answer.sampleSize > 0 ? timeWord(answer) : 'nothing finished',
  };
}

function perWeek(answer: ThroughputAnswer | null): Figure {
  const label = 'Throughput';
  if (answer === null) return { label, value: NONE, note: '' };
  const rate = finishedPer('week', answer);
  return {
    label,
    value: rate === null ? NONE : `${formatAverage(rate)} a week`,
    note: `${countOf(answer.total, 'item')} finished`,
  };
}

function workInProgress(answer: QueuesAnswer | null): Figure {
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
}

function inTime(answer: SlaAnswer | null): Figure {
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
}

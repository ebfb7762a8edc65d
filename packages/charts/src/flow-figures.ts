import type { FlowAnswer, SlaAnswer, StabilityAnswer, TimeInQueueAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { countOf, formatAverage, formatCount, formatShare } from './format/numbers.ts';
import type { KeyFigure } from './key-figures.ts';
import {
  AVERAGES,
  averageChangeOf,
  changeOf,
  durationChangeOf,
  inUnitOf,
  type Reading,
  shareChangeOf,
  toldChange,
} from './words/change.ts';

const NONE = '–';
type Answer<Of> = Of | null;

/** Numbers about flow over a range, each with the same of another range. */
export const flowFigures = {
  averageWip(answer: Answer<FlowAnswer>, before?: Answer<FlowAnswer>): KeyFigure {
    const average = answer?.total?.averageWip ?? null;
    return {
      label: 'In progress on average',
      value: average === null ? NONE : formatAverage(average),
      note: answer?.total ? `${countOf(answer.total.wip, 'item')} at the end` : '',
      change: averageChangeOf({
        now: average,
        before: before?.total?.averageWip ?? null,
        good: 'less',
      }),
    };
  },

  /** Neither way is good by itself: a stream that has too little to do should begin more. */
  netFlow(answer: Answer<FlowAnswer>, before?: Answer<FlowAnswer>): KeyFigure {
    const total = answer?.total ?? null;
    const ended = total ? total.departures.finished + total.departures.dropped : 0;
    return {
      label: 'Begun less ended',
      value: total === null ? NONE : signed(total.netFlow),
      note: total === null ? '' : `${formatCount(total.arrivals)} begun, ${formatCount(ended)} ended`,
      change: changeOf({
        now: total?.netFlow ?? null,
        before: before?.total?.netFlow ?? null,
        good: null,
        format: signed,
        formatDifference: formatCount,
      }),
    };
  },

  averageAge(answer: Answer<FlowAnswer>, before?: Answer<FlowAnswer>): KeyFigure {
    const [now, then] = [answer?.total ?? null, before?.total ?? null];
    return {
      label: 'Average age at the end',
      value: now?.averageAgeMs == null ? NONE : formatDuration(now.averageAgeMs),
      note: now ? `of ${countOf(now.wip, 'item')} in progress` : '',
      change: durationChangeOf({
        now: now?.averageAgeMs ?? null,
        before: then?.averageAgeMs ?? null,
        good: 'less',
        sizes: [now?.wip ?? 0, then?.wip ?? 0],
      }),
    };
  },

  efficiency(answer: Answer<TimeInQueueAnswer>, before?: Answer<TimeInQueueAnswer>): KeyFigure {
    const [now, then] = [answer?.efficiency, before?.efficiency];
    return {
      label: 'Flow efficiency',
      value: now?.pooled == null ? NONE : formatShare(now.pooled),
      note: now ? `of the time of ${countOf(now.items, 'item')} was work` : '',
      change: shareChangeOf({
        now: now?.pooled ?? null,
        before: then?.pooled ?? null,
        good: 'more',
        sizes: [now?.items ?? 0, then?.items ?? 0],
      }),
    };
  },

  /** The three that Little's law is about, by the answer's own comparison. */
  averageInProgress: (answer: Answer<StabilityAnswer>): KeyFigure => {
    const { items = 0 } = answer?.window ?? {};
    return ofStability(answer, 'averageWip', {
      label: 'In progress on average',
      note: `of ${countOf(items, 'item')} that ${items === 1 ? 'was' : 'were'} there`,
      format: formatAverage,
      as: () => AVERAGES,
    });
  },

  meanCycleTime: (answer: Answer<StabilityAnswer>): KeyFigure =>
    ofStability(answer, 'meanCycleTimeMs', {
      label: 'Mean cycle time',
      note: 'of what was finished',
      format: formatDuration,
      as: inUnitOf,
    }),

  ageAtTheEnd: (answer: Answer<StabilityAnswer>): KeyFigure =>
    ofStability(answer, 'averageAgeEndMs', {
      label: 'Average age at the end',
      note: `of ${countOf(answer?.window?.wipEnd ?? 0, 'item')} in progress`,
      format: formatDuration,
      as: inUnitOf,
    }),

  openLate(answer: Answer<SlaAnswer>): KeyFigure {
    const open = answer?.open;
    return {
      label: 'Late now',
      value: open ? formatCount(open.late) : NONE,
      note: open
        ? `open items; ${formatCount(open.likelyLate)} more likely late, ${formatCount(open.atRisk)} at risk`
        : '',
    };
  },
};

interface Told {
  readonly label: string;
  readonly note: string;
  /** As the same figure of any other answer is read. */
  format(value: number): string;
  /** Beside what it is compared with: in one unit. */
  as(largest: number): Reading;
}

function ofStability(
  answer: Answer<StabilityAnswer>,
  name: 'averageWip' | 'meanCycleTimeMs' | 'averageAgeEndMs',
  { label, note, format, as }: Told,
): KeyFigure {
  const now = answer?.window?.[name] ?? null;
  if (answer === null || now === null) return { label, value: NONE, note: '' };
  const before = answer.comparison?.summary.window?.[name] ?? null;
  const reading = as(Math.max(now, before ?? 0));
  const change = toldChange(answer.comparison, `window.${name}`, before, reading);
  return { label, value: format(now), note, change };
}

/** `+3`, `−2`, `0` */
function signed(count: number): string {
  if (count === 0) return '0';
  return `${count > 0 ? '+' : '−'}${formatCount(Math.abs(count))}`;
}

import type { SlaBudgetAnswer } from '@kanban/api';
import { smallest } from '@kanban/domain/extremes';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { intervalName } from './format/interval-names.ts';
import { countOf, formatCount, formatShare } from './format/numbers.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { intervalNoun } from './interval-bars.ts';

/** Further down a budget is only lost, and the rest of the line would be flat. */
const LOWEST = -2;

export const slaBudget: Chart<SlaBudgetAnswer> = {
  id: 'sla-budget',
  asks: 'slaBudget',
  csv: { table: 'Error budget', words: 'the error budget' },
  height: 300,
  question: 'How many more promises may be broken?',
  emptyText: 'No promise was decided in this range, or there is no objective.',
  subtitle: ({ series, windowDays }) =>
    `What is left of the error budget of ${countOf(windowDays, 'day')} at the end of each ${intervalNoun(series)}; below 0: overspent${cutOffWords(series)}`,
  isEmpty: ({ series }) => series.every(({ leftShare }) => leftShare === null),

  summary({ objective, windowDays, decided, misses, missesLeft, leftShare, probabilityExhausted }) {
    if (objective === null) return 'This stream has no objective.';
    const window = `in the last ${countOf(windowDays, 'day')}`;
    if (leftShare === null || missesLeft === null) return `No promise was decided ${window}.`;
    const left =
      leftShare < 0
        ? `the budget is overspent by ${formatShare(-leftShare)}`
        : `${formatShare(leftShare)} of the budget is left: ${missesLeft === 0 ? 'none' : formatCount(missesLeft)} more may be broken`;
    const ahead =
      leftShare < 0 || probabilityExhausted === null
        ? ''
        : ` Open items use it up with a probability of ${formatShare(probabilityExhausted)}.`;
    const broken = `${formatCount(misses)} of ${countOf(decided, 'promise')} ${misses === 1 ? 'was' : 'were'} broken ${window}`;
    return `${broken}; ${formatShare(1 - objective)} of promises may be broken; ${left}.${ahead}`;
  },

  spec(answer, look) {
    const dates = zonedDates(answer.timeZone);
    const points = answer.series.map((point) => {
      const tip: Tip = [
        ['', intervalName(point, dates)],
        ['Budget left', point.leftShare === null ? 'nothing decided' : formatShare(point.leftShare)],
        ['Decided', formatCount(point.decided)],
        ['Broken', formatCount(point.misses)],
        ...(point.isComplete ? [] : [['', 'Not over yet'] as const]),
      ];
      const { leftShare } = point;
      return {
        at: dates.wallClock(point.isComplete ? point.end : answer.at),
        left: leftShare === null ? null : Math.max(leftShare, LOWEST),
        isOverspent: leftShare !== null && leftShare < 0,
        tip,
      };
    });
    const lowest = smallest(
      points.map(({ left }) => left ?? 0),
      0,
    );
    const x = { field: 'at', ...timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]) };
    const scale = { domain: [lowest, 1], nice: false };
    const y = {
      field: 'left',
      type: 'quantitative',
      stack: null,
      scale,
      axis: {
        title: 'Budget left',
        ...TITLE_ABOVE,
        titleX: -22,
        labelExpr: "round(datum.value * 100) + ' %'",
      },
    } as const;
    return framed(look, {
      layer: [
        {
          name: 'left',
          data: { name: 'points', values: points },
          mark: {
            type: 'area',
            color: look.tone(TONES.mainPale),
            line: { color: look.tone(TONES.main), strokeWidth: 1.75 },
            // Nothing was decided: no budget, rather than an empty one.
            invalid: 'break-paths-show-path-domains',
          },
          encoding: { x, y, y2: { datum: 0 } },
        },
        {
          name: 'ends',
          data: { name: 'ends', values: points.filter(({ left }) => left !== null) },
          mark: { type: 'point', filled: true, size: 28 },
          encoding: {
            x,
            y,
            color: {
              condition: { test: 'datum.isOverspent', value: look.tone(TONES.bad) },
              value: look.tone(TONES.main),
            },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'nothingLeft',
          data: { values: [{}] },
          mark: { type: 'rule', color: look.tone(TONES.bad), strokeWidth: 1.5 },
          encoding: { y: { datum: 0, type: 'quantitative', scale } },
        },
      ],
    });
  },

  table({ series, timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      columns: [
        { title: 'Interval' },
        ...['Decided', 'Broken', 'Budget left', 'Burn rate'].map((title) => ({ title, isNumber: true })),
      ],
      rows: series.map((point) => [
        intervalName(point, dates) + (point.isComplete ? '' : ' (not over yet)'),
        formatCount(point.decided),
        formatCount(point.misses),
        point.leftShare === null ? '–' : formatShare(point.leftShare),
        point.burnRate === null ? '–' : point.burnRate.toFixed(1),
      ]),
    };
  },
};

/** What lies below the scale is drawn at its edge, and said to be. */
function cutOffWords(series: SlaBudgetAnswer['series']): string {
  const below = series.filter(({ leftShare }) => leftShare !== null && leftShare < LOWEST).length;
  if (below === 0) return '';
  const those = `${countOf(below, intervalNoun(series))} ${below === 1 ? 'lies' : 'lie'}`;
  return `; ${those} lower than the scale, overspent by more than ${formatShare(-LOWEST)}`;
}

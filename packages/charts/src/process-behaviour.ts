import type { ProcessBehaviourAnswer } from '@kanban/api';
import { largest, smallest } from '@kanban/domain/extremes';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { formatDuration, unitFor } from './format/durations.ts';
import { countOf, formatAverage, formatCount } from './format/numbers.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { lineLabels } from './line-labels.ts';

type Charted = ProcessBehaviourAnswer['families'][number];

const NAMES: Record<Charted['family'], string> = {
  throughput: 'items finished',
  arrivals: 'items begun',
  wip: 'items in progress',
  age: 'average age',
  totalAge: 'total age',
  cycleTime: 'cycle time',
  leadTime: 'lead time',
};

const RULES: Record<Charted['signals'][number]['rule'], string> = {
  beyondLimit: 'beyond a limit',
  twoOfThree: 'two of three far from the average',
  fourOfFive: 'four of five on one side',
  eightInARow: 'eight in a row on one side',
};

/** Of the first family asked for. */
export const processBehaviour: Chart<ProcessBehaviourAnswer> = {
  id: 'process-behaviour',
  asks: 'processBehaviour',
  csv: { table: 'Process behaviour', words: 'the points and what is news' },
  height: 300,
  question: 'Is this news or noise?',
  emptyText: 'There is no complete interval or finished item in this range.',
  subtitle: ({ families: [charted] }) =>
    charted
      ? `${NAMES[charted.family]}, with natural limits${charted.limits?.isProvisional ? ', which will still move' : ''}; marked: news`
      : '',
  isEmpty: ({ families: [charted] }) => !charted || charted.points.length === 0,

  summary({ families: [charted] }) {
    if (!charted) return this.emptyText;
    const news = charted.points.filter(({ signals }) => signals.length > 0).length;
    return news === 0
      ? `${countOf(charted.points.length, 'point')}, all of them noise.`
      : `${formatCount(news)} of ${countOf(charted.points.length, 'point')} marked as news.`;
  },

  spec({ families: [charted], timeZone, from, to }, look) {
    const dates = zonedDates(timeZone);
    const { points, limits, unit } = charted ?? { points: [], limits: null, unit: 'items' as const };
    const scaleOf = unitFor(
      largest(
        points.map(({ value }) => value),
        0,
      ),
    );
    const shown = (value: number) => (unit === 'ms' ? value / scaleOf.ms : value);
    const words = (value: number) => (unit === 'ms' ? formatDuration(value, scaleOf) : formatAverage(value));
    const values = points.map(({ at, label, reference, value, signals }) => ({
      at: dates.wallClock(at),
      value: shown(value),
      isNews: signals.length > 0,
      tip: [
        ['', label ?? reference ?? ''],
        ['Value', words(value)],
        ...signals.map((rule) => ['News', RULES[rule]] as const),
      ] satisfies Tip,
    }));
    const lines = limits
      ? [
          { value: shown(limits.average), label: `Average: ${words(limits.average)}` },
          { value: shown(limits.upper), label: `Upper limit: ${words(limits.upper)}` },
          ...(limits.isLowerDrawn
            ? [{ value: shown(limits.lower), label: `Lower limit: ${words(limits.lower)}` }]
            : []),
        ]
      : [];
    const all = [...values, ...lines].map(({ value }) => value);
    const scale = { domain: [smallest(all, 0), largest(all, 1) * 1.08] as const, nice: false };
    const x = { field: 'at', ...timeAxis(look, [dates.wallClock(from), dates.wallClock(to)]) };
    const title = unit === 'ms' ? `Time (${scaleOf.name}s)` : 'Items';
    return framed(look, {
      layer: [
        {
          name: 'line',
          data: { name: 'points', values },
          mark: { type: 'line', color: look.tone(TONES.mainPale), strokeWidth: 1.5 },
          encoding: {
            x,
            y: {
              field: 'value',
              type: 'quantitative',
              scale,
              axis: { title, ...TITLE_ABOVE, titleX: -22 },
            },
          },
        },
        {
          name: 'points',
          data: { name: 'points', values },
          mark: { type: 'point', filled: true, size: 40, opacity: 1 },
          encoding: {
            x,
            y: { field: 'value', type: 'quantitative', scale },
            color: {
              condition: { test: 'datum.isNews', value: look.tone(TONES.bad) },
              value: look.tone(TONES.main),
            },
            shape: { condition: { test: 'datum.isNews', value: 'diamond' }, value: 'circle' },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'limits',
          data: { name: 'limits', values: lines },
          mark: { type: 'rule', color: look.tone(TONES.line), strokeWidth: 1.25, strokeDash: [5, 4] },
          encoding: { y: { field: 'value', type: 'quantitative', scale } },
        },
        lineLabels(look, { values: lines, scale, name: 'limitLabels' }),
      ],
    });
  },

  table({ families: [charted], timeZone }) {
    const dates = zonedDates(timeZone);
    return {
      columns: [
        { title: 'Interval or item' },
        { title: 'When' },
        { title: 'Value', isNumber: true },
        { title: 'News', isText: true },
      ],
      rows: (charted?.points ?? []).map(({ at, label, reference, value, signals }) => [
        label ?? reference ?? '',
        dates.date(at),
        charted?.unit === 'ms' ? formatDuration(value) : formatAverage(value),
        signals.map((rule) => RULES[rule]).join(', '),
      ]),
    };
  },
};

import type { ProcessBehaviourAnswer } from '@kanban/api';
import { largest, smallest } from '@kanban/domain/extremes';
import { formatDuration, unitFor } from '@kanban/domain/text';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { formatAverage } from './format/numbers.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { framed, timeAxis } from './frame.ts';
import { lineLabels } from './line-labels.ts';
import { behaviourWords } from './words/behaviour.ts';

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

type Family = Charted['family'];

const QUESTIONS: Partial<Record<Family, string>> = {
  throughput: 'Is what we finish news or noise?',
  arrivals: 'Is what we begin news or noise?',
  wip: 'Is how much is under way news or noise?',
  totalAge: 'Is how old it all is news or noise?',
  cycleTime: 'Is how long it takes news or noise?',
};

const NONE_THERE = 'No item was in progress at the end of any complete interval of this range.';
const EMPTY: Record<Family, string> = {
  throughput: 'No item was finished in any complete interval of this range.',
  arrivals: 'No item was begun in any complete interval of this range.',
  wip: NONE_THERE,
  age: NONE_THERE,
  totalAge: NONE_THERE,
  cycleTime: 'No item was finished in this range.',
  leadTime: 'No item was finished in this range.',
};

/** Of these a point is an item, which may have taken no time. */
const ITEMS: ReadonlySet<Family> = new Set(['cycleTime', 'leadTime']);

/** Those that a page shows, in its order. */
export const BEHAVIOUR_FAMILIES: readonly Family[] = [
  'throughput',
  'arrivals',
  'wip',
  'totalAge',
  'cycleTime',
];

/** One chart for each family; all are drawn from one answer. */
export function processBehaviourOf(family: Family): Chart<ProcessBehaviourAnswer> {
  const pick = ({ families }: ProcessBehaviourAnswer) => families.find((each) => each.family === family);
  return {
    id: `process-behaviour-${family}`,
    asks: 'processBehaviour',
    csv: { table: 'Process behaviour', words: 'the points and what is news' },
    height: 300,
    question: QUESTIONS[family] ?? 'Is this news or noise?',
    emptyText: EMPTY[family],
    subtitle: (answer) => {
      const charted = pick(answer);
      return charted
        ? `${NAMES[charted.family]}; band: the range to expect when nothing changes${charted.limits?.isProvisional ? ', which will still move' : ''}; marked: unlike before`
        : '';
    },
    // Counts of nothing are no noise: nobody could judge by them.
    isEmpty: (answer) => (pick(answer)?.points ?? []).every(({ value }) => value === 0 && !ITEMS.has(family)),

    summary: (answer) => behaviourWords(pick(answer), answer.comparison),

    spec(answer, look) {
      const { timeZone, from, to } = answer;
      const charted = pick(answer);
      const dates = zonedDates(timeZone);
      const { points, limits, unit } = charted ?? { points: [], limits: null, unit: 'items' as const };
      const scaleOf = unitFor(
        largest(
          points.map(({ value }) => value),
          0,
        ),
      );
      const shown = (value: number) => (unit === 'ms' ? value / scaleOf.ms : value);
      const words = (value: number) =>
        unit === 'ms' ? formatDuration(value, scaleOf) : formatAverage(value);
      const values = points.map(({ at, label, reference, value, signals }) => ({
        at: dates.wallClock(at),
        value: shown(value),
        isNews: signals.length > 0,
        ...(reference !== null && { reference }),
        tip: [
          ['', label ?? reference ?? ''],
          ['Value', words(value)],
          ...signals.map((rule) => ['Unlike before', RULES[rule]] as const),
        ] satisfies Tip,
      }));
      const lines = limits
        ? [
            { value: shown(limits.average), label: `Average ${words(limits.average)}` },
            { value: shown(limits.upper), label: `Expected up to ${words(limits.upper)}` },
            ...(limits.isLowerDrawn
              ? [{ value: shown(limits.lower), label: `Expected from ${words(limits.lower)}` }]
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
            name: 'expected',
            data: {
              name: 'expected',
              values: limits
                ? [
                    {
                      low: shown(
                        Math.max(
                          limits.lower,
                          smallest(
                            points.map(({ value }) => value),
                            0,
                          ),
                        ),
                      ),
                      high: shown(limits.upper),
                    },
                  ]
                : [],
            },
            // The whole width of the plot, both ends given: a range, not a target.
            mark: { type: 'rect', color: look.tone(TONES.accentSoft) },
            encoding: {
              x: { value: 0 },
              x2: { value: 'width' },
              y: { field: 'low', type: 'quantitative', scale },
              y2: { field: 'high' },
            },
          },
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
                condition: { test: 'datum.isNews', value: look.tone(TONES.ink) },
                value: look.tone(TONES.main),
              },
              shape: { condition: { test: 'datum.isNews', value: 'diamond' }, value: 'circle' },
              size: { condition: { test: 'datum.isNews', value: 110 }, value: 40 },
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

    table(answer) {
      const { timeZone } = answer;
      const charted = pick(answer);
      const dates = zonedDates(timeZone);
      return {
        columns: [
          { title: 'Interval or item' },
          { title: 'When' },
          { title: 'Value', isNumber: true },
          { title: 'Unlike before', isText: true },
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
}

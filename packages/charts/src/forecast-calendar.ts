import type { WhenAnswer } from '@kanban/api';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { whyNothing } from './forecast-words.ts';
import { formatDay } from './format/calendar-dates.ts';
import { formatShare } from './format/numbers.ts';
import { framed } from './frame.ts';
import { byWhenWords } from './words/forecast.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
/** More weeks would be too thin to read. */
const MOST_WEEKS = 26;
/** Weeks after it would hold the same number in every cell. */
const NEARLY_CERTAIN = 0.99;

/** A calendar of the days to come: how likely it is that all are done by each of them. */
export const forecastCalendar: Chart<WhenAnswer> = {
  id: 'forecast-calendar',
  asks: 'forecastWhen',
  csv: { table: 'When', words: 'the forecast' },
  height: 320,
  question: 'When will these be done?',
  emptyText: whyNothing('tooLittleHistory'),
  subtitle: (answer) =>
    `In how many of 100 futures that go on like the past all are done by the end of a day${cutWords(answer)}`,
  isEmpty: ({ distribution }) => distribution.length === 0,

  summary: byWhenWords,

  spec(answer, look) {
    const { cells, weeks } = cellsOf(answer);
    const x = {
      field: 'weekday',
      type: 'nominal',
      scale: { domain: WEEKDAYS, paddingInner: 0.06 },
      axis: { title: null, orient: 'top', labelAngle: 0, domain: false, ticks: false },
    } as const;
    const y = {
      field: 'week',
      type: 'nominal',
      scale: { domain: weeks, paddingInner: 0.08 },
      axis: { title: null, domain: false },
    } as const;
    const isRoomy = look.height / Math.max(1, weeks.length) >= 16 && look.width / 7 >= 34;
    return framed(look, {
      data: { name: 'days', values: cells },
      encoding: { x, y },
      layer: [
        {
          name: 'days',
          mark: {
            type: 'rect',
            color: look.tone(TONES.main),
            stroke: look.tone(TONES.axis),
            strokeWidth: 0.75,
          },
          encoding: {
            opacity: {
              field: 'cumulative',
              type: 'quantitative',
              scale: { domain: [0, 1], range: [0.04, 1] },
              legend: null,
            },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        ...(isRoomy
          ? [
              {
                name: 'shares',
                mark: { type: 'text', fontSize: 11 },
                encoding: {
                  text: { field: 'label' },
                  color: {
                    condition: { test: 'datum.cumulative > 0.55', value: look.tone(TONES.card) },
                    value: look.tone(TONES.ink),
                  },
                },
              },
            ]
          : []),
      ],
    });
  },

  table: ({ distribution }) => ({
    columns: [{ title: 'Day' }, { title: 'Done by then', isNumber: true }],
    rows: distribution.map(({ date, cumulative }) => [formatDay(date), formatShare(cumulative)]),
  }),
};

function cellsOf({ distribution }: WhenAnswer) {
  const weekOf = (date: string) => {
    const ms = Date.parse(date);
    return new Date(ms - ((new Date(ms).getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
  };
  const all = [...new Set(distribution.map(({ date }) => weekOf(date)))];
  const certain = distribution.find(({ cumulative }) => cumulative >= NEARLY_CERTAIN);
  const useful = certain ? all.indexOf(weekOf(certain.date)) + 1 : all.length;
  const weeks = all.slice(0, Math.min(MOST_WEEKS, useful));
  const cells = distribution
    .filter(({ date }) => weeks.includes(weekOf(date)))
    .map(({ date, cumulative }) => ({
      week: formatDay(weekOf(date)),
      weekday: WEEKDAYS[(new Date(Date.parse(date)).getUTCDay() + 6) % 7],
      cumulative,
      label: String(Math.floor(cumulative * 100)),
      tip: [
        ['', formatDay(date)],
        ['All done by then', `in ${formatShare(cumulative)} of the futures`],
      ] satisfies Tip,
    }));
  return {
    cells,
    weeks: weeks.map(formatDay),
    isCut: all.length > weeks.length,
    isCertain: useful <= MOST_WEEKS,
  };
}

function cutWords(answer: WhenAnswer): string {
  const { weeks, isCut, isCertain } = cellsOf(answer);
  if (!isCut) return '';
  return isCertain ? '; on all later days, in at least 99 of 100' : `; the first ${weeks.length} weeks`;
}

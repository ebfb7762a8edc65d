import type { LeadTimeAnswer, LeadTimeItem } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { CLASS_TONES, TONES } from './colours.ts';
import { countOf } from './format/numbers.ts';
import { type ZonedDates, zonedDates } from './format/zoned-dates.ts';
import { framed, LEGEND_ABOVE_TITLE, timeAxis } from './frame.ts';
import { cellLayer, cellTable, type Places } from './lead-time-cells.ts';
import { drawnPercentiles, leadTimeUnit, measureName, percentileText } from './lead-time-words.ts';
import { lineLabels } from './line-labels.ts';
import { CLASS_SHAPES, isNarrow, type Look } from './look.ts';
import { severalAt, severalMark, severalTip } from './several.ts';
import { leadTimeWords } from './words/lead-time.ts';

export const leadTimeScatter: Chart<LeadTimeAnswer> = {
  id: 'lead-time',
  asks: 'leadTime',
  csv: { table: 'Lead times', words: 'the lead times' },
  height: 340,
  question: 'How long does an item take?',
  emptyText: 'No item was finished in this range.',
  subtitle: (answer) =>
    `${measureName(answer)} of ${countOf(answer.sampleSize, 'item')}, each at the time it was finished` +
    (isCounted(answer) ? '; too many to show one by one: counted in cells, the darker the more' : ''),
  isEmpty: ({ sampleSize }) => sampleSize === 0,
  isCounted,

  summary: (answer, before) => leadTimeWords(answer, before),

  spec(answer, look) {
    const dates = zonedDates(answer.timeZone);
    const unit = leadTimeUnit(answer);
    const longest = Math.max(answer.maxMs ?? 1, 1) / unit.ms;
    const highest = longest * 1.06;
    const x = timeAxis(look, [dates.wallClock(answer.from), dates.wallClock(answer.to)]);
    const scale = { domain: [0, highest] as const, nice: false };
    const lines = drawnPercentiles(answer).map((percentile) => ({
      value: percentile.leadTimeMs / unit.ms,
      label: percentileText(percentile, unit),
    }));
    const axis = { title: `${measureName(answer)} (${unit.name}s)`, ...TITLE_ABOVE, titleX: -30 };
    const places = { x, y: { type: 'quantitative', scale, axis }, unitMs: unit.ms, dates } as const;
    return framed(look, {
      layer: [
        ...(isCounted(answer) ? [cellLayer(answer, look, places)] : dotLayers(answer, look, places, highest)),
        {
          name: 'percentiles',
          data: { name: 'percentiles', values: lines },
          mark: {
            type: 'rule',
            color: look.tone(TONES.line),
            strokeWidth: 1.25,
            strokeDash: [5, 4],
            opacity: 0.75,
          },
          encoding: { y: { field: 'value', type: 'quantitative', scale } },
        },
        lineLabels(look, { values: lines, scale, name: 'percentileLabels' }),
      ],
    });
  },

  table(answer) {
    if (isCounted(answer)) return cellTable(answer);
    const dates = zonedDates(answer.timeZone);
    return {
      columns: [
        { title: 'Item', isItem: true },
        { title: 'Description', isText: true },
        { title: 'Class of service' },
        { title: 'Entered' },
        { title: 'Finished' },
        { title: measureName(answer), isNumber: true },
      ],
      rows: itemsOf(answer).map((item) => [
        item.reference,
        item.shortDesc ?? '',
        item.classOfService ?? '',
        dates.dateTime(item.enteredAt),
        dates.dateTime(item.finishedAt),
        formatDuration(item.leadTimeMs),
      ]),
    };
  },
};

function itemsOf({ scatter }: LeadTimeAnswer): readonly LeadTimeItem[] {
  return scatter?.items ?? [];
}

function isCounted({ scatter }: LeadTimeAnswer): boolean {
  return scatter?.shows === 'cells';
}

/** A dot for each item, and how many there are where several would be seen as one. */
function dotLayers(answer: LeadTimeAnswer, look: Look, { x, y, unitMs, dates }: Places, highest: number) {
  const items = itemsOf(answer);
  const classes = classesOf(items);
  const { opacity, size } = dotSize(items.length);
  const [from, to] = [dates.wallClock(answer.from), dates.wallClock(answer.to)];
  const several = severalAt(
    items.map(({ reference, finishedAt, leadTimeMs }) => ({
      reference,
      x: ((dates.wallClock(finishedAt) - from) / Math.max(1, to - from)) * look.width,
      y: (leadTimeMs / unitMs / highest) * look.height,
    })),
  );
  const values = items.map((item) => dotOf(item, measureName(answer), unitMs, dates, several));
  const dots = {
    name: 'items',
    // A click on the legend picks a class, another click gives it up; none picked shows all.
    ...(classes.length > 0 && {
      params: [
        { name: 'shownClass', select: { type: 'point', fields: ['class'], toggle: 'true' }, bind: 'legend' },
      ],
    }),
    data: { name: 'items', values },
    mark: { type: 'point', filled: true, cursor: 'pointer', size },
    encoding: {
      x: { field: 'finishedAt', ...x },
      y: { field: 'duration', ...y },
      ...colouredBy(classes, look),
      opacity:
        classes.length > 0
          ? { condition: { param: 'shownClass', value: opacity }, value: 0.04 }
          : { value: opacity },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  } as const;
  const numbers = {
    name: 'several',
    data: { name: 'several', values: values.filter((dot) => dot.several !== null) },
    mark: severalMark(look),
    encoding: {
      x: { field: 'finishedAt', ...x },
      y: { field: 'duration', ...y },
      text: { field: 'several' },
    },
  } as const;
  return [dots, numbers];
}

function dotOf(
  item: LeadTimeItem,
  measure: string,
  unitMs: number,
  dates: ZonedDates,
  several: ReturnType<typeof severalAt>,
) {
  const together = several.get(item.reference);
  const tip: Tip = [
    ['', item.shortDesc ? `${item.reference}: ${item.shortDesc}` : item.reference],
    [measure, formatDuration(item.leadTimeMs)],
    ['Entered', dates.dateTime(item.enteredAt)],
    ['Finished', dates.dateTime(item.finishedAt)],
    ...(item.type ? [['Type', item.type] as const] : []),
    ...(item.classOfService ? [['Class of service', item.classOfService] as const] : []),
    ...(together ? [severalTip(together)] : []),
  ];
  return {
    reference: item.reference,
    finishedAt: dates.wallClock(item.finishedAt),
    duration: item.leadTimeMs / unitMs,
    class: item.classOfService ?? 'none',
    several: together ? String(together.length) : null,
    tip,
  };
}

/** Thousands of dots must still show where they are dense. */
function dotSize(count: number): { size: number; opacity: number } {
  if (count > 1500) return { size: 22, opacity: 0.35 };
  return count > 400 ? { size: 36, opacity: 0.5 } : { size: 56, opacity: 0.62 };
}

/** The most frequent first; none when there is but one, or more than can be told apart. */
function classesOf(items: readonly LeadTimeItem[]): string[] {
  const counts = Map.groupBy(items, (item) => item.classOfService ?? 'none');
  const names = [...counts].sort(([, a], [, b]) => b.length - a.length).map(([name]) => name);
  return names.length > 1 && names.length <= CLASS_TONES.length ? names : [];
}

function colouredBy(classes: readonly string[], look: Look): object {
  if (classes.length === 0) return { color: { value: look.tone(TONES.main) } };
  const place = isNarrow(look) ? { orient: 'bottom' } : { orient: 'top', offset: LEGEND_ABOVE_TITLE };
  const legend = { title: null, direction: 'horizontal', symbolOpacity: 1, ...place };
  const range = CLASS_TONES.slice(0, classes.length).map(look.tone);
  return {
    color: { field: 'class', type: 'nominal', scale: { domain: classes, range }, legend },
    shape: {
      field: 'class',
      type: 'nominal',
      scale: { domain: classes, range: CLASS_SHAPES.slice(0, classes.length) },
      legend,
    },
  };
}

import type { AgeingAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { type DurationUnit, formatDuration, ofHundred, unitFor } from '@kanban/domain/text';
import { behind } from './behind.ts';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { PACE_TONES, TONES } from './colours.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { framed, LEGEND_ABOVE_TITLE } from './frame.ts';
import { placeInColumn } from './jitter.ts';
import { isNarrow, type Look } from './look.ts';
import { NARROWEST_HEAD, safeKey, shownKey } from './safe-key.ts';
import { severalAt, severalMark, severalTip } from './several.ts';
import { ageingWords } from './words/ageing.ts';

type Stage = AgeingAnswer['stages'][number];
type Item = AgeingAnswer['items'][number];

/** Of the height of a column that dots may lie in. */
const COLUMN = { paddingInner: 0.12, paddingOuter: 0.06 };

export const ageing: Chart<AgeingAnswer> = {
  id: 'ageing',
  asks: 'ageing',
  csv: { table: 'Ageing work', words: 'the items in progress' },
  height: 380,
  question: 'Which items do we talk about today?',
  emptyText: 'Nothing is in progress.',
  subtitle: ({ parameters }) =>
    parameters.measure === 'lead'
      ? 'Age since an item entered, by the queue where it is; the higher, the older'
      : 'Age since an item was committed to, not the time in its queue; the higher, the older',
  momentOf: ({ at }) => at,
  isEmpty: ({ age }) => age.items === 0,

  summary: ageingWords,

  spec(answer, look) {
    const { stages, items, cells } = answer;
    const shown = stages.filter(({ pace, itemCount }) => pace !== null || itemCount > 0);
    const heads = new Map(shown.map((stage) => [stage.queue, headOf(stage)]));
    const oldest = Math.max(
      largest(
        items.map(({ ageMs }) => ageMs),
        1,
      ),
      largest(topsOf(shown), 1),
    );
    const top = Math.max(
      oldest,
      largest(
        (cells ?? []).map(({ toMs }) => toMs),
        1,
      ),
    );
    const unit = unitFor(top / 2);
    const scale = { domain: [0, (top / unit.ms) * 1.06], nice: false };
    const x = {
      field: 'queue',
      type: 'nominal',
      scale: { domain: shown.map(headOf), ...COLUMN },
      axis: {
        title: null,
        ...headsIn((look.width - 60) / Math.max(1, shown.length)),
        domain: false,
        ticks: false,
      },
    };
    const y = {
      type: 'quantitative',
      scale,
      axis: { title: `Age (${unit.name}s)`, ...TITLE_ABOVE, titleX: -30 },
    };
    const several = severalAt(
      items.map(({ reference, queue, ageMs }) => ({
        reference,
        x:
          ((shown.findIndex((stage) => stage.queue === queue) + placeInColumn(reference)) / shown.length) *
          look.width,
        y: (ageMs / top) * look.height,
      })),
    );
    const dots = items.map((item) => dotOf(item, unit, heads, several));
    const xOffset = { field: 'offset', type: 'quantitative', scale: { domain: [-0.2, 1.2] } };
    return framed(look, {
      resolve: { scale: { color: 'independent', xOffset: 'independent' } },
      layer: [
        {
          name: 'pace',
          data: { name: 'pace', values: shown.flatMap((stage) => bandsOf(stage, unit)) },
          mark: { type: 'rect', width: { band: 1 }, stroke: look.tone(TONES.axis), strokeWidth: 0.75 },
          encoding: { x, y: { field: 'from', ...y }, y2: { field: 'to' }, color: bandColour(answer, look) },
        },
        cells === null
          ? {
              name: 'items',
              data: { name: 'items', values: dots },
              mark: {
                type: 'point',
                filled: true,
                cursor: 'pointer',
                size: 72,
                opacity: 0.9,
                strokeWidth: 1.5,
              },
              encoding: {
                x,
                y: { field: 'age', ...y },
                xOffset,
                color: {
                  condition: { test: 'datum.isBeyond', value: look.tone(TONES.bad) },
                  value: look.tone(TONES.main),
                },
                // What is blocked does not look like what moves.
                shape: { condition: { test: 'datum.isBlocked', value: 'cross' }, value: 'circle' },
                tooltip: { field: 'tip', type: 'nominal' },
              },
            }
          : {
              name: 'cells',
              data: { name: 'cells', values: cells.map((cell) => cellOf(cell, unit, heads)) },
              mark: { type: 'rect', width: { band: 0.6 }, color: look.tone(TONES.main), cursor: 'pointer' },
              encoding: {
                x,
                y: { field: 'from', ...y },
                y2: { field: 'to' },
                opacity: { field: 'count', type: 'quantitative', scale: { range: [0.2, 1] }, legend: null },
                tooltip: { field: 'tip', type: 'nominal' },
              },
            },
        {
          name: 'several',
          data: { name: 'several', values: dots.filter(({ several }) => several !== null) },
          mark: severalMark(look),
          encoding: { x, y: { field: 'age', ...y }, xOffset, text: { field: 'several' } },
        },
      ],
    });
  },

  table({ items }) {
    return {
      columns: [
        { title: 'Item', isItem: true },
        { title: 'Description', isText: true },
        { title: 'Queue' },
        { title: 'Age', isNumber: true },
        { title: 'In this queue', isNumber: true },
        { title: 'Older than, of 100', isNumber: true },
        { title: 'State' },
      ],
      rows: items.map((item) => [
        item.reference,
        item.shortDesc ?? '',
        item.queue,
        formatDuration(item.ageMs),
        formatDuration(item.timeInQueueMs),
        item.exceeds === null ? '' : String(item.exceeds),
        stateOf(item),
      ]),
    };
  },
};

function stateOf({ isBlocked, isStalled, movedBack }: Item): string {
  return [isBlocked && 'blocked', isStalled && 'stalled', movedBack && 'moved back']
    .filter(Boolean)
    .join(', ');
}

function topsOf(stages: readonly Stage[]): number[] {
  return stages.flatMap(({ pace }) => pace?.map(({ ageMs }) => ageMs ?? 0) ?? []);
}

/** From line to line, the first from 0; by the words of their upper line. */
function bandsOf(stage: Stage, unit: DurationUnit) {
  const lines = (stage.pace ?? []).toSorted((a, b) => a.percentile - b.percentile);
  return lines.map(({ percentile, ageMs }, place) => ({
    queue: headOf(stage),
    from: (place === 0 ? 0 : (lines[place - 1]?.ageMs ?? 0)) / unit.ms,
    to: (ageMs ?? 0) / unit.ms,
    band: bandName(percentile),
  }));
}

function bandName(percentile: number): string {
  return percentile === 50 ? 'half were faster' : `${percentile} of 100 were faster`;
}

/** Paler the more items had passed: what lies above all bands is seen by having none. */
function bandColour({ stages }: AgeingAnswer, look: Look): object {
  const lines = stages.find(({ pace }) => pace !== null)?.pace ?? [];
  const names = lines
    .toSorted((a, b) => a.percentile - b.percentile)
    .map(({ percentile }) => bandName(percentile));
  const place = isNarrow(look)
    ? { orient: 'bottom', columns: 2 }
    : { orient: 'top', direction: 'horizontal', offset: LEGEND_ABOVE_TITLE };
  return {
    field: 'band',
    type: 'nominal',
    scale: { domain: names, range: names.map((_, n) => look.tone(PACE_TONES[n] ?? TONES.grid)) },
    legend: names.length === 0 ? null : { title: null, ...place },
  };
}

/** How heads are written under columns so wide: count and limit below the name, or upright behind it. */
function headsIn(columnWidth: number): object {
  return columnWidth < NARROWEST_HEAD
    ? { labelExpr: `replace(${shownKey}, '\\n', ': ')`, labelAngle: -90, labelLimit: 130, labelOverlap: true }
    : { labelExpr: `split(${shownKey}, '\\n')`, labelAngle: 0, labelLimit: columnWidth - 4 };
}

/** A column's key: what is in the queue, and how much may be, stand under its name. */
function headOf({ queue, itemCount, wipLimit }: Stage): string {
  return safeKey(`${queue}\n${formatCount(itemCount)}${wipLimit < 0 ? '' : ` of ${formatCount(wipLimit)}`}`);
}

function dotOf(
  item: Item,
  unit: DurationUnit,
  heads: ReadonlyMap<string, string>,
  several: ReturnType<typeof severalAt>,
) {
  const { reference, shortDesc, queue, ageMs, timeInQueueMs, paceShare, exceeds } = item;
  const state = stateOf(item);
  const together = several.get(reference);
  const tip: Tip = [
    ['', shortDesc ? `${reference}: ${shortDesc}` : reference],
    ['Age', formatDuration(ageMs)],
    ['In this queue', formatDuration(timeInQueueMs)],
    ...(paceShare === null ? [] : [['As old or younger here', ofHundred(paceShare)] as const]),
    ...(state === '' ? [] : [['State', state] as const]),
    ...(together ? [severalTip(together)] : []),
  ];
  return {
    reference,
    queue: heads.get(queue),
    age: ageMs / unit.ms,
    offset: placeInColumn(reference),
    isBeyond: (exceeds ?? 0) >= 85,
    isBlocked: item.isBlocked,
    several: together ? String(together.length) : null,
    tip,
  };
}

function cellOf(
  { queue, fromMs, toMs, count }: NonNullable<AgeingAnswer['cells']>[number],
  unit: DurationUnit,
  heads: ReadonlyMap<string, string>,
) {
  const tip: Tip = [
    ['', countOf(count, 'item')],
    ['Age', `${formatDuration(fromMs)} to ${formatDuration(toMs)}`],
  ];
  return {
    ...{ queue: heads.get(queue), from: fromMs / unit.ms, to: toMs / unit.ms, count, tip },
    behind: behind('workItems', `In ${queue}, the oldest first`, { queue }),
  };
}

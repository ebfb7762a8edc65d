import type { LeadTimeAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration, unitFor } from '@kanban/domain/text';
import { behind } from './behind.ts';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { countOf, formatCount, formatShare } from './format/numbers.ts';
import { framed } from './frame.ts';
import {
  drawnPercentiles,
  type KnownPercentile,
  leadTimeUnit,
  measureName,
  percentileText,
} from './lead-time-words.ts';
import type { Look } from './look.ts';
import { promiseWords } from './words/lead-time.ts';

/** Of the axis. */
const THINNEST = 0.015;
/** Room for a label, in pixels. */
const LABEL_HEIGHT = 17;
const LABEL_WIDTH = 134;
const AXIS_WIDTH = 36;

export const leadTimeDistribution: Chart<LeadTimeAnswer> = {
  id: 'lead-time-distribution',
  asks: 'leadTime',
  csv: { table: 'Lead times', words: 'the lead times of the distribution' },
  height: 340,
  question: 'What can we promise?',
  emptyText: 'No item was finished in this range.',
  subtitle: (answer) => `How many of ${countOf(answer.sampleSize, 'item')} took how long`,
  isEmpty: ({ distribution }) => distribution.length === 0,

  summary: promiseWords,

  spec(answer, look) {
    const unit = leadTimeUnit(answer);
    const percentiles = drawnPercentiles(answer);
    const ends = [answer.distribution.at(-1)?.toMs ?? 1, labelsEnd(percentiles, 1, look)];
    // One item is seen as one item: a bin without a width of its own gets one.
    const thinnest = largest(ends) * THINNEST;
    const bins = answer.distribution.map((bin) => ({
      from: bin.fromMs / unit.ms,
      to: Math.max(bin.toMs, bin.fromMs + thinnest) / unit.ms,
      count: bin.count,
      ...(bin.count > 0 && { behind: itemsOfBin(bin) }),
      tip: [
        ['', binName(bin)],
        ['Items', formatCount(bin.count)],
        ['Share', formatShare(answer.sampleSize > 0 ? bin.count / answer.sampleSize : 0)],
      ] satisfies Tip,
    }));
    const end = Math.max(bins.at(-1)?.to ?? 1, labelsEnd(percentiles, unit.ms, look));
    const x = { type: 'quantitative', scale: { domain: [0, end], nice: false } } as const;
    // The labels stand in rows above the highest bar, one a percentile, so that they never lie over one another.
    const labelRows = Math.max(1, percentiles.length);
    const highest = largest(
      bins.map(({ count }) => count),
      1,
    );
    const share = Math.min(0.45, (labelRows * LABEL_HEIGHT) / (look.height * 0.8));
    const top = highest / (1 - share);
    const lines = percentiles.map((percentile, place) => ({
      value: percentile.leadTimeMs / unit.ms,
      label: percentileText(percentile, unit),
      height: top - (top - highest) * (place / labelRows),
    }));
    const scale = { domain: [0, top], nice: false };
    return framed(look, {
      layer: [
        {
          name: 'bins',
          data: { name: 'bins', values: bins },
          mark: {
            type: 'bar',
            cursor: 'pointer',
            color: look.tone(TONES.main),
            stroke: look.tone(TONES.card),
            strokeWidth: 1,
          },
          encoding: {
            x: {
              field: 'from',
              ...x,
              axis: { title: `${measureName(answer)} (${unit.name}s)`, tickCount: 6 },
            },
            x2: { field: 'to' },
            y: {
              field: 'count',
              type: 'quantitative',
              scale,
              axis: { title: 'Items', ...TITLE_ABOVE, titleX: -22, tickMinStep: 1, format: 'd' },
            },
            y2: { datum: 0 },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'percentiles',
          data: { name: 'percentiles', values: lines },
          mark: { type: 'rule', color: look.tone(TONES.line), strokeWidth: 1.25, strokeDash: [5, 4] },
          encoding: {
            x: { field: 'value', ...x },
            y: { field: 'height', type: 'quantitative', scale },
            y2: { datum: 0 },
          },
        },
        {
          data: { values: lines },
          mark: {
            type: 'text',
            align: 'left',
            dx: 5,
            baseline: 'top',
            fontWeight: 600,
            color: look.tone(TONES.ink),
          },
          encoding: {
            x: { field: 'value', ...x },
            y: { field: 'height', type: 'quantitative', scale },
            text: { field: 'label' },
          },
        },
      ],
    });
  },

  table: (answer) => ({
    columns: [
      { title: measureName(answer) },
      { title: 'Items', isNumber: true },
      { title: 'Share', isNumber: true },
    ],
    rows: answer.distribution.map((bin) => [
      binName(bin),
      formatCount(bin.count),
      formatShare(answer.sampleSize > 0 ? bin.count / answer.sampleSize : 0),
    ]),
    behind: answer.distribution.map((bin) => (bin.count > 0 ? itemsOfBin(bin) : null)),
  }),
};

function itemsOfBin(bin: LeadTimeAnswer['distribution'][number]): string {
  return behind('leadTimeItems', `${countOf(bin.count, 'item')} that took ${binName(bin)}`, {
    fromMs: bin.fromMs.toFixed(3),
    toMs: bin.toMs.toFixed(3),
    sort: 'longest',
  });
}

function binName({ fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const unit = unitFor(toMs);
  return `${formatDuration(fromMs, unit)} to ${formatDuration(toMs, unit)}`;
}

/** Where the axis must end for the label to the right of each line to fit. */
function labelsEnd(percentiles: readonly KnownPercentile[], unitMs: number, look: Look): number {
  const plotWidth = Math.max(2 * LABEL_WIDTH, look.width - AXIS_WIDTH);
  const last = largest(
    percentiles.map(({ leadTimeMs }) => leadTimeMs / unitMs),
    0,
  );
  return last / (1 - LABEL_WIDTH / plotWidth);
}

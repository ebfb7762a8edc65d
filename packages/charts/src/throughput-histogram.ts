import type { FlowAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { type Chart, TITLE_ABOVE, type Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { framed } from './frame.ts';
import { intervalNoun } from './interval-bars.ts';
import { usualWords } from './words/usual.ts';

/** How often so much was finished in one interval; intervals that are cut or not over are left out by the API. */
export const throughputHistogram: Chart<FlowAnswer> = {
  id: 'throughput-histogram',
  asks: 'flow',
  csv: { table: 'Throughput histogram', words: 'how often so much was finished' },
  height: 300,
  question: 'How much do we usually finish?',
  emptyText: 'No complete interval of this range had anything finished.',
  subtitle: ({ intervals }) => `How many ${intervalNoun(intervals)}s had so many items finished`,
  isEmpty: ({ histogram }) => histogram.every(({ throughput, intervals }) => throughput * intervals === 0),

  summary: usualWords,

  spec({ histogram, intervals }, look) {
    const noun = intervalNoun(intervals);
    const bars = histogram.map(({ throughput, intervals: count }) => ({
      from: throughput - 0.42,
      to: throughput + 0.42,
      count,
      tip: [
        ['', countOf(throughput, 'item')],
        ['Finished in', countOf(count, noun)],
      ] satisfies Tip,
    }));
    const most = largest(
      bars.map(({ count }) => count),
      1,
    );
    const last = largest(
      bars.map(({ to }) => to),
      1,
    );
    return framed(look, {
      data: { name: 'bars', values: bars },
      mark: { type: 'bar', color: look.tone(TONES.main) },
      encoding: {
        x: {
          field: 'from',
          type: 'quantitative',
          scale: { domain: [-0.6, last + 0.4], nice: false },
          axis: { title: `Items finished in one ${noun}`, tickMinStep: 1, format: 'd' },
        },
        x2: { field: 'to' },
        y: {
          field: 'count',
          type: 'quantitative',
          scale: { domain: [0, most * 1.08], nice: false },
          axis: { title: `Number of ${noun}s`, ...TITLE_ABOVE, titleX: -22, tickMinStep: 1, format: 'd' },
        },
        y2: { datum: 0 },
        tooltip: { field: 'tip', type: 'nominal' },
      },
    });
  },

  table: ({ histogram, intervals }) => ({
    columns: [
      { title: 'Items finished', isNumber: true },
      { title: `Number of ${intervalNoun(intervals)}s`, isNumber: true },
    ],
    rows: histogram.map(({ throughput, intervals: count }) => [formatCount(throughput), formatCount(count)]),
  }),
};

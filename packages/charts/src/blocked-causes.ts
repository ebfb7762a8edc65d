import type { BlockedAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { behind } from './behind.ts';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { formatCount, formatShare } from './format/numbers.ts';
import { framed } from './frame.ts';
import { safeKey, shownKey } from './safe-key.ts';
import { blockedCausesWords } from './words/blocked-causes.ts';

/** More bars say nothing more. */
const MOST_BARS = 15;

export const blockedCauses: Chart<BlockedAnswer> = {
  id: 'blocked-causes',
  asks: 'blocked',
  csv: { table: 'Blocked', words: 'the causes of blocks' },
  height: 320,
  question: 'What would we gain by removing one cause?',
  emptyText: 'Nothing was blocked in this range.',
  subtitle: ({ clusters }) =>
    'Share of all blocked time by reason (bars), and of each with all above it (line)' +
    (clusters.length > MOST_BARS ? `; the ${MOST_BARS} most costly` : ''),
  isEmpty: ({ clusters }) => clusters.length === 0,

  summary: blockedCausesWords,

  spec({ clusters }, look) {
    const values = clusters.slice(0, MOST_BARS).map(({ key, blocks, blockedMs, share, cumulativeShare }) => ({
      key: safeKey(key),
      behind: behind('blockedIntervals', `Blocked: ${key}`, { only: key }),
      share: share ?? 0,
      cumulative: cumulativeShare ?? 0,
      tip: [
        ['', key],
        ['Blocked', formatDuration(blockedMs)],
        ['Blocks', formatCount(blocks)],
        ['With all above', formatShare(cumulativeShare ?? 0)],
      ] satisfies Tip,
    }));
    const y = {
      field: 'key',
      type: 'nominal',
      sort: null,
      axis: { title: null, labelExpr: shownKey, labelLimit: 200 },
    } as const;
    const scale = { domain: [0, 1], nice: false };
    return framed(look, {
      data: { name: 'causes', values },
      layer: [
        {
          name: 'bars',
          mark: { type: 'bar', cursor: 'pointer', color: look.tone(TONES.bad) },
          encoding: {
            y,
            x: {
              field: 'share',
              type: 'quantitative',
              scale,
              axis: { title: 'Share of blocked time', format: '.0%', tickCount: 5 },
            },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'cumulative',
          mark: {
            type: 'line',
            color: look.tone(TONES.line),
            point: { filled: true, size: 30 },
            strokeWidth: 1.25,
          },
          encoding: {
            y,
            x: { field: 'cumulative', type: 'quantitative', scale },
            order: { field: 'cumulative' },
          },
        },
      ],
    });
  },

  table: ({ clusters }) => ({
    columns: [
      { title: 'Reason', isText: true },
      { title: 'Blocks', isNumber: true },
      { title: 'Blocked', isNumber: true },
      { title: 'Share', isNumber: true },
    ],
    rows: clusters.map(({ key, blocks, blockedMs, share }) => [
      key,
      formatCount(blocks),
      formatDuration(blockedMs),
      share === null ? '–' : formatShare(share),
    ]),
  }),
};

import type { BlockedAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration } from '@kanban/domain/text';
import { behind } from './behind.ts';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { framed } from './frame.ts';
import { NARROWEST_HEAD, safeKey, shownKey } from './safe-key.ts';
import { blockedMapWords } from './words/blocked-map.ts';

/** More reasons cannot be told apart. */
const MOST_REASONS = 12;

/** Blocked time by queue and reason: the darker the more. */
export const blockedMap: Chart<BlockedAnswer> = {
  id: 'blocked-map',
  asks: 'blocked',
  csv: { table: 'Blocked', words: 'the causes of blocks' },
  height: 320,
  question: 'Where does which cause hold us up?',
  emptyText: 'Nothing was blocked in this range.',
  subtitle: ({ clusters }) =>
    `Blocked time by queue and reason, the darker the more${clusters.length > MOST_REASONS ? `; the ${MOST_REASONS} most costly reasons` : ''}`,
  isEmpty: ({ matrix }) => matrix.length === 0,

  summary: blockedMapWords,

  spec({ matrix, clusters, queues }, look) {
    const keys = clusters.slice(0, MOST_REASONS).map(({ key }) => key);
    const most = largest(
      matrix.map(({ blockedMs }) => blockedMs),
      1,
    );
    const values = matrix
      .filter(({ key }) => keys.includes(key))
      .map(({ queue, key, blockedMs }) => ({
        queue: safeKey(queue),
        key: safeKey(key),
        weight: 0.25 + 0.75 * Math.sqrt(blockedMs / most),
        label: formatDuration(blockedMs),
        behind: behind('blockedIntervals', `Blocked: ${key}`, { only: key }),
        tip: [
          ['', key],
          ['Queue', queue],
          ['Blocked', formatDuration(blockedMs)],
        ] satisfies Tip,
      }));
    const reasonWidth = Math.min(160, look.width * 0.4);
    const columnWidth = (look.width - reasonWidth) / Math.max(1, queues.length);
    const x = {
      field: 'queue',
      type: 'nominal',
      scale: { domain: queues.map(({ queue }) => safeKey(queue)) },
      axis: {
        title: null,
        labelExpr: shownKey,
        ...(columnWidth < NARROWEST_HEAD
          ? { labelAngle: -90, labelLimit: 110 }
          : { labelAngle: 0, labelLimit: columnWidth - 4 }),
        domain: false,
        ticks: false,
      },
    } as const;
    const y = {
      field: 'key',
      type: 'nominal',
      scale: { domain: keys.map(safeKey) },
      axis: { title: null, labelExpr: shownKey, labelLimit: reasonWidth },
    } as const;
    return framed(look, {
      data: { name: 'cells', values },
      mark: {
        type: 'rect',
        cursor: 'pointer',
        color: look.tone(TONES.bad),
        stroke: look.tone(TONES.card),
        strokeWidth: 2,
      },
      encoding: {
        x,
        y,
        opacity: { field: 'weight', type: 'quantitative', scale: null, legend: null },
        tooltip: { field: 'tip', type: 'nominal' },
      },
    });
  },

  table: ({ matrix }) => ({
    columns: [{ title: 'Reason', isText: true }, { title: 'Queue' }, { title: 'Blocked', isNumber: true }],
    rows: matrix.map(({ queue, key, blockedMs }) => [key, queue, formatDuration(blockedMs)]),
    behind: matrix.map(({ key }) => behind('blockedIntervals', `Blocked: ${key}`, { only: key })),
  }),
};

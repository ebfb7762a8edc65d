import type { TimeInQueueAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration, unitFor } from '@kanban/domain/text';
import { behind } from './behind.ts';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { formatCount, formatShare } from './format/numbers.ts';
import { framed } from './frame.ts';
import { mostWords, withMost } from './most-queues.ts';
import { safeKey, shownKey } from './safe-key.ts';
import { timeInQueueWords } from './words/time-in-queue.ts';

const NO_QUEUE = 'in no queue';

export const timeInQueue: Chart<TimeInQueueAnswer> = {
  id: 'time-in-queue',
  asks: 'timeInQueue',
  csv: { table: 'Time in queue', words: 'the time in each queue' },
  height: 320,
  question: 'Where does the time go?',
  emptyText: 'No time was spent in any queue in this range.',
  subtitle: ({ queues }) =>
    `Time in each queue; pale where work waits${mostWords(queues.length, 'with the most time')}`,
  isEmpty: ({ queues }) => queues.every(({ totalMs }) => totalMs === 0),

  summary: timeInQueueWords,

  spec({ queues }, look) {
    const unit = unitFor(
      largest(
        queues.map(({ totalMs }) => totalMs),
        0,
      ),
    );
    const shown = withMost(queues, ({ totalMs }) => totalMs);
    const values = shown.map(({ queue, kind, totalMs, share, blockedMs, items, meanMs }) => ({
      queue: safeKey(queue ?? NO_QUEUE),
      total: totalMs / unit.ms,
      isActive: kind === 'active',
      ...(queue !== null &&
        items > 0 && {
          behind: behind('timeInQueueItems', `Items that were in ${queue}, the longest first`, {
            sort: 'longest',
            only: queue,
          }),
        }),
      tip: [
        ['', queue ?? NO_QUEUE],
        ['Time', formatDuration(totalMs)],
        ['Share', share === null ? '–' : formatShare(share)],
        ['Blocked', formatDuration(blockedMs)],
        ['Items', formatCount(items)],
        ['Mean', meanMs === null ? '–' : formatDuration(meanMs)],
      ] satisfies Tip,
    }));
    const most = largest(
      values.map(({ total }) => total),
      1,
    );
    return framed(look, {
      data: { name: 'queues', values },
      mark: { type: 'bar', cursor: 'pointer' },
      encoding: {
        y: {
          field: 'queue',
          type: 'nominal',
          sort: null,
          axis: { title: null, labelExpr: shownKey, labelLimit: 200 },
        },
        x: {
          field: 'total',
          type: 'quantitative',
          scale: { domain: [0, most * 1.05], nice: false },
          axis: { title: `Time (${unit.name}s)`, tickCount: 6 },
        },
        color: {
          condition: { test: 'datum.isActive', value: look.tone(TONES.main) },
          value: look.tone(TONES.mainPale),
        },
        tooltip: { field: 'tip', type: 'nominal' },
      },
    });
  },

  table: ({ queues }) => ({
    columns: [
      { title: 'Queue' },
      { title: 'Time', isNumber: true },
      { title: 'Share', isNumber: true },
      { title: 'Items', isNumber: true },
      { title: 'Returns', isNumber: true },
    ],
    rows: queues.map(({ queue, totalMs, share, items, returns }) => [
      queue ?? NO_QUEUE,
      formatDuration(totalMs),
      share === null ? '–' : formatShare(share),
      formatCount(items),
      formatCount(returns),
    ]),
  }),
};

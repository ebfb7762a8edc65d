import type { TimeInQueueAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration, unitFor } from '@kanban/domain/text';
import { behind } from './behind.ts';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { formatCount } from './format/numbers.ts';
import { framed, namedRows } from './frame.ts';
import { mostWords, withMost } from './most-queues.ts';
import { safeKey } from './safe-key.ts';
import { queueTimesWords } from './words/queue-times.ts';

type Queue = TimeInQueueAnswer['queues'][number];

/** What it asks for besides: the ends of boxes and whiskers. */
export const QUEUE_TIME_PERCENTILES = '5,25,50,75,85,95';

/** A box plot of each queue: half of the items were there for as long as the box, 90 of 100 for as long as the line. */
export const queueTimes: Chart<TimeInQueueAnswer> = {
  id: 'queue-times',
  asks: 'timeInQueue',
  csv: { table: 'Time in queue', words: 'the time in each queue' },
  height: 340,
  question: 'How long is an item in each queue?',
  emptyText: 'No time was spent in any queue in this range.',
  subtitle: ({ queues }) =>
    `Box: the middle half of the items, with the median; line: 90 of 100 of them${mostWords(timed(queues).length, 'longest')}`,
  isEmpty: ({ queues }) => queues.every(({ items, queue }) => items === 0 || queue === null),

  summary: queueTimesWords,

  spec({ queues }, look) {
    const shown = withMost(timed(queues), (queue) => at(queue, 50) ?? 0);
    const unit = unitFor(
      largest(
        shown.map((queue) => at(queue, 75) ?? 0),
        0,
      ),
    );
    const values = shown.map((queue) => {
      const [p5, p25, p50, p75, p95] = [5, 25, 50, 75, 95].map(
        (percentile) => at(queue, percentile) ?? 0,
      ) as [number, number, number, number, number];
      const name = queue.queue ?? '';
      const inUnit = {
        p5: p5 / unit.ms,
        p25: p25 / unit.ms,
        p50: p50 / unit.ms,
        p75: p75 / unit.ms,
        p95: p95 / unit.ms,
      };
      return {
        ...inUnit,
        queue: safeKey(name),
        behind: behind('timeInQueueItems', `Items that were in ${name}, the longest first`, {
          sort: 'longest',
          only: name,
        }),
        tip: [
          ['', name],
          ['Median', formatDuration(p50)],
          ['Middle half', `${formatDuration(p25)} to ${formatDuration(p75)}`],
          ['90 of 100', `${formatDuration(p5)} to ${formatDuration(p95)}`],
          ['Items', formatCount(queue.items)],
        ] satisfies Tip,
      };
    });
    const end = largest(
      values.map(({ p95 }) => p95),
      0.1,
    );
    const y = namedRows('queue');
    const x = {
      type: 'quantitative',
      scale: { domain: [0, end * 1.05], nice: false },
      axis: { title: `Time (${unit.name}s)`, tickCount: 6, grid: true, labelBound: true },
    } as const;
    const tooltip = { field: 'tip', type: 'nominal' };
    return framed(look, {
      data: { name: 'queues', values },
      layer: [
        {
          name: 'whiskers',
          mark: { type: 'rule', color: look.tone(TONES.inkSoft), strokeWidth: 1.5 },
          encoding: { y, x: { field: 'p5', ...x }, x2: { field: 'p95' }, tooltip },
        },
        {
          name: 'boxes',
          mark: { type: 'bar', color: look.tone(TONES.mainPale), cursor: 'pointer', size: 18 },
          encoding: { y, x: { field: 'p25', ...x }, x2: { field: 'p75' }, tooltip },
        },
        {
          name: 'medians',
          mark: { type: 'tick', color: look.tone(TONES.line), thickness: 2.5, bandSize: 24 },
          encoding: { y, x: { field: 'p50', ...x }, tooltip },
        },
      ],
    });
  },

  table: ({ queues }) => ({
    columns: [
      { title: 'Queue' },
      { title: 'Items', isNumber: true },
      ...['Median', '75 of 100 at most', '85 of 100 at most', '95 of 100 at most'].map((title) => ({
        title,
        isNumber: true,
      })),
    ],
    rows: queues.flatMap((queue) =>
      queue.queue === null
        ? []
        : [
            [
              queue.queue,
              formatCount(queue.items),
              ...[50, 75, 85, 95].map((percentile) => {
                const time = at(queue, percentile);
                return time === null ? '–' : formatDuration(time);
              }),
            ],
          ],
    ),
  }),
};

function timed(queues: readonly Queue[]): Queue[] {
  return queues.filter(({ queue, items }) => queue !== null && items > 0);
}

function at({ percentiles }: Queue, wanted: number): number | null {
  return percentiles.find(({ percentile }) => percentile === wanted)?.totalMs ?? null;
}

import type { QueueNow, QueuesAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import { formatDuration } from '@kanban/domain/text';
import { behind } from './behind.ts';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { framed } from './frame.ts';
import { mostWords, withMost } from './most-queues.ts';
import { safeKey, shownKey } from './safe-key.ts';
import { listed } from './words/counts.ts';
import { queuesWords } from './words/queues.ts';

export const queuesNow: Chart<QueuesAnswer> = {
  id: 'queues',
  asks: 'queues',
  csv: { table: 'Queues now', words: 'the queues' },
  height: 380,
  question: 'Which queue is full now?',
  emptyText: 'This stream has no queue that work waits or is done in.',
  subtitle: ({ queues }) => {
    const open = openQueues(queues);
    const free = open.filter(({ wipLimit }) => wipLimit < 0);
    const isApart = free.length > 0 && free.length < open.length;
    const cut = mostWords(isApart ? open.length - free.length : open.length, 'fullest');
    const apart = free
      .toSorted((a, b) => b.currentWip - a.currentWip)
      .map(({ name, currentWip }) => `${name} ${formatCount(currentWip)}`);
    return `Items in each queue now; the upright tick is the WIP limit${cut}${isApart ? `. Without a limit: ${listed(apart, 4)}` : ''}`;
  },
  momentOf: ({ at }) => at,
  isEmpty: ({ queues }) => openQueues(queues).length === 0,

  summary: queuesWords,

  spec(answer, look) {
    const open = drawnQueues(answer.queues);
    const at = Date.parse(answer.at);
    const dates = zonedDates(answer.timeZone);
    const end =
      largest(
        open.flatMap(({ currentWip, wipLimit }) => [currentWip, wipLimit]),
        4,
      ) * 1.08;
    const barSize = Math.min(22, (look.height / Math.max(1, open.length)) * 0.4);
    const bars = open.map((queue) => ({
      queue: safeKey(queue.name),
      items: queue.currentWip,
      ...(queue.currentWip > 0 && { behind: itemsIn(queue, answer.at) }),
      limit: queue.wipLimit < 0 ? null : queue.wipLimit,
      state: queue.isOverloaded ? 'over' : queue.isFull ? 'full' : 'free',
      label: stateOf(queue),
      tip: [
        ['', queue.name],
        ['Now', stateOf(queue)],
        ...(queue.oldest
          ? [
              ['Longest here', queue.oldest.reference] as const,
              ['Since', dates.dateTime(queue.oldest.enteredQueueAt)] as const,
              ['For', formatDuration(at - Date.parse(queue.oldest.enteredQueueAt))] as const,
            ]
          : []),
        ...(queue.isLimitEnforced || queue.wipLimit < 0
          ? []
          : [['Limit', 'observed, not enforced'] as const]),
      ] satisfies Tip,
    }));
    const queueAxis = {
      field: 'queue',
      type: 'nominal',
      sort: open.map(({ name }) => safeKey(name)),
      scale: { paddingInner: 0.5, paddingOuter: 0.4 },
      axis: {
        title: null,
        domain: false,
        labelExpr: shownKey,
        labelFontSize: 13,
        labelColor: look.tone(TONES.ink),
        labelLimit: 110,
      },
    } as const;
    const fill = {
      condition: [
        { test: "datum.state === 'over'", value: look.tone(TONES.bad) },
        { test: "datum.state === 'full'", value: look.tone(TONES.main) },
      ],
      value: look.tone(TONES.mainPale),
    };
    const scale = { domain: [0, end], nice: false };
    return framed(look, {
      data: { name: 'queues', values: bars },
      encoding: { y: queueAxis },
      layer: [
        {
          name: 'items',
          mark: { type: 'bar', cursor: 'pointer', size: barSize, cornerRadiusEnd: 2 },
          encoding: {
            x: {
              field: 'items',
              type: 'quantitative',
              scale,
              axis: {
                title: 'Items',
                grid: true,
                domain: false,
                ticks: false,
                tickMinStep: 1,
                format: 'd',
                tickCount: 5,
              },
            },
            color: fill,
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'limits',
          transform: [{ filter: 'isValid(datum.limit)' }],
          // Hardly longer than its bar: above that are words.
          mark: { type: 'tick', thickness: 3, size: barSize + 2, color: look.tone(TONES.line) },
          encoding: {
            x: { field: 'limit', type: 'quantitative', scale },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'labels',
          mark: {
            type: 'text',
            align: 'left',
            baseline: 'bottom',
            dy: -barSize / 2 - 2,
            fontSize: 12,
            color: look.tone(TONES.inkSoft),
          },
          encoding: {
            x: { datum: 0, type: 'quantitative', scale },
            text: { field: 'label' },
          },
        },
      ],
    });
  },

  table(answer) {
    const at = Date.parse(answer.at);
    return {
      columns: [
        { title: 'Queue' },
        { title: 'Kind' },
        { title: 'Items', isNumber: true },
        { title: 'WIP limit', isNumber: true },
        { title: 'State' },
        { title: 'Longest here' },
      ],
      rows: answer.queues.map((queue) => [
        queue.name,
        queue.kind,
        formatCount(queue.currentWip),
        queue.wipLimit < 0 ? 'none' : formatCount(queue.wipLimit),
        stateOf(queue),
        queue.oldest
          ? `${queue.oldest.reference}, ${formatDuration(at - Date.parse(queue.oldest.enteredQueueAt))}`
          : '',
      ]),
      behind: answer.queues.map((queue) => (queue.currentWip > 0 ? itemsIn(queue, answer.at) : null)),
    };
  },
};

/** Those with a limit; all, where none has one: a backlog of hundreds would press the others together. */
function drawnQueues(queues: readonly QueueNow[]): readonly QueueNow[] {
  const open = openQueues(queues);
  const limited = open.filter(({ wipLimit }) => wipLimit >= 0);
  return limited.length > 0
    ? withMost(limited, ({ currentWip, wipLimit }) => currentWip / Math.max(1, wipLimit))
    : withMost(open, ({ currentWip }) => currentWip);
}

function itemsIn({ name, currentWip }: QueueNow, at: string): string {
  return behind('workItems', `${countOf(currentWip, 'item')} in ${name}`, {
    queue: name,
    at,
    sort: 'timeInQueue',
  });
}

/** Where work waits or is done. What is finished or dropped only grows: of those queues, only such as have a limit. */
export function openQueues(queues: readonly QueueNow[]): QueueNow[] {
  return queues.filter(
    ({ kind, wipLimit }) => kind === 'backlog' || kind === 'buffer' || kind === 'active' || wipLimit >= 0,
  );
}

function stateOf({ currentWip, wipLimit, isFull, isOverloaded }: QueueNow): string {
  if (wipLimit < 0) return `${countOf(currentWip, 'item')}, no limit`;
  const count = `${formatCount(currentWip)} of ${formatCount(wipLimit)}`;
  if (isOverloaded) return `▲ ${count}, over the limit`;
  return isFull ? `${count}, full` : count;
}

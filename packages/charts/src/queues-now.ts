import type { QueueNow, QueuesAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import type { Chart, Tip } from './chart.ts';
import { TONES } from './colours.ts';
import { formatDuration } from './format/durations.ts';
import { countOf, formatCount } from './format/numbers.ts';
import { zonedDates } from './format/zoned-dates.ts';
import { framed } from './frame.ts';
import { safeKey, shownKey } from './safe-key.ts';

/** A queue without a limit may hold so many times what the others do before its bar is broken. */
const MOST_TIMES_LIMITED = 8;
/** Of the axis, from its beginning. */
const BREAK_PLACE = 0.9;

export const queuesNow: Chart<QueuesAnswer> = {
  id: 'queues',
  asks: 'queues',
  csv: { table: 'Queues now', words: 'the queues' },
  height: 380,
  question: 'Which queue is full now?',
  emptyText: 'This stream has no queue that work waits or is done in.',
  subtitle: ({ queues }) => {
    const open = openQueues(queues);
    const isCut = open.some(({ currentWip }) => currentWip > longestBar(open));
    return `Items in each open queue now; the upright tick is the WIP limit${isCut ? '; // is a bar cut short' : ''}`;
  },
  momentOf: ({ at }) => at,
  isEmpty: ({ queues }) => openQueues(queues).length === 0,

  summary: ({ queues }) =>
    openQueues(queues)
      .map((queue) => `${queue.name}: ${stateOf(queue)}`)
      .join('; '),

  spec(answer, look) {
    const open = openQueues(answer.queues);
    const at = Date.parse(answer.at);
    const dates = zonedDates(answer.timeZone);
    const longest = longestBar(open);
    const end = longest * 1.08;
    const barSize = Math.min(22, (look.height / Math.max(1, open.length)) * 0.4);
    const bars = open.map((queue) => ({
      queue: safeKey(queue.name),
      items: Math.min(queue.currentWip, end),
      brokenAt: queue.currentWip > longest ? end * BREAK_PLACE : null,
      limit: queue.wipLimit < 0 ? null : queue.wipLimit,
      state: queue.isOverloaded ? 'over' : queue.isFull ? 'full' : 'free',
      label: stateOf(queue) + (queue.currentWip > longest ? ', bar cut short' : ''),
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
          mark: { type: 'bar', size: barSize, cornerRadiusEnd: 2 },
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
          name: 'breaks',
          transform: [{ filter: 'isValid(datum.brokenAt)' }],
          mark: {
            type: 'text',
            text: '//',
            fontSize: barSize + 8,
            fontWeight: 700,
            color: look.tone(TONES.card),
          },
          encoding: {
            x: { field: 'brokenAt', type: 'quantitative', scale },
            tooltip: { field: 'tip', type: 'nominal' },
          },
        },
        {
          name: 'limits',
          transform: [{ filter: 'isValid(datum.limit)' }],
          mark: { type: 'tick', thickness: 3, bandSize: barSize + 8, color: look.tone(TONES.line) },
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
    };
  },
};

/**
 * What the axis reaches: every bar, but not a backlog without a limit that holds so much that the limits of the others could
 * not be seen beside it. Such a bar is drawn with a break, and its label says how many there are.
 */
function longestBar(open: readonly QueueNow[]): number {
  const limited = open.flatMap(({ wipLimit, currentWip }) => (wipLimit < 0 ? [] : [wipLimit, currentWip]));
  const longest = largest([...limited, ...open.map(({ currentWip }) => currentWip)], 4);
  const most = MOST_TIMES_LIMITED * largest(limited, 4);
  return limited.length > 0 && longest > most ? most : longest;
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

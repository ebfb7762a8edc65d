import type { DayCount, Queue } from '@kanban/domain';
import { type Cell, duration, instant } from '../../answer/column.ts';
import { cellsOf } from '../../answer/table.ts';
import type { LeadTimeItem } from './items.ts';
import type { Retrospective } from './retrospective.ts';

const ITEM = ['reference', 'shortDesc', 'type', 'classOfService'] as const;
const FIELDS = ['assignee', 'parent', 'priority'] as const;
const TIMES = [
  instant('enteredAt'),
  instant('committedAt'),
  instant('startedAt'),
  instant('endedAt'),
  instant('finishedAt'),
  duration('leadTimeMs'),
] as const;
const RETROSPECTIVE = [
  instant('dueAt'),
  'dueIsDay',
  duration('lateByMs'),
  'decidedBy',
  'visitsBack',
  duration('activeMs'),
  duration('waitingMs'),
  duration('blockedMs'),
] as const;

/**
 * A row per item; a column per queue with the time there, `inQueueMs:` and its name: no other column has a colon, and names of
 * queues are unique in their stream.
 */
export function leadTimeColumns(queues: readonly Queue[], dayCount: DayCount) {
  return [...fixedColumns(dayCount), ...queues.map(({ name }) => duration(`inQueueMs:${name}`))];
}

export function leadTimeCells(item: LeadTimeItem, retrospective: Retrospective, dayCount: DayCount): Cell[] {
  const { inQueuesMs, ...about } = retrospective;
  return [...cellsOf(fixedColumns(dayCount), { ...item, ...about }), ...inQueuesMs];
}

function fixedColumns(dayCount: DayCount) {
  const times = dayCount === 'inclusive' ? ([...TIMES, 'leadTimeDays'] as const) : TIMES;
  return [...ITEM, ...FIELDS, ...times, ...RETROSPECTIVE] as const;
}

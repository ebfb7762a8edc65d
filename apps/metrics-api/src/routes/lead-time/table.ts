import type { Queue } from '@kanban/domain';
import { duration, instant } from '../../answer/column.ts';
import type { CsvTable } from '../../answer/csv.ts';
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
 * A row an item; a column a queue with the time there, `inQueueMs:` and its name: no other column has a colon, and names of
 * queues are unique in their stream.
 */
export function leadTimeTable(
  csv: Pick<CsvTable, 'name' | 'timeZone'>,
  {
    items,
    retrospectives,
    queues,
  }: { items: LeadTimeItem[]; retrospectives: Retrospective[]; queues: readonly Queue[] },
  dayCount: 'exact' | 'inclusive',
): CsvTable {
  const times = dayCount === 'inclusive' ? ([...TIMES, 'leadTimeDays'] as const) : TIMES;
  const fixed = [...ITEM, ...FIELDS, ...times, ...RETROSPECTIVE] as const;
  return {
    ...csv,
    columns: [...fixed, ...queues.map(({ name }) => duration(`inQueueMs:${name}`))],
    rows: rowsOf(),
  };

  function* rowsOf() {
    for (const [place, item] of items.entries()) {
      const { inQueuesMs, ...about } = retrospectives[place] as Retrospective;
      yield [...cellsOf(fixed, { ...item, ...about }), ...inQueuesMs];
    }
  }
}

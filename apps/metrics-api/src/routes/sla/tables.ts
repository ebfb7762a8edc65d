import type { AnswerTo } from '@kanban/api';
import { duration, instant } from '../../answer/column.ts';
import type { CsvTable } from '../../answer/csv.ts';
import { tableOf } from '../../answer/table.ts';

type Sla = AnswerTo<'/v1/sla'>;

const COUNTS = ['finished', 'hits', 'misses', 'withoutSla', 'hitRate'] as const;
const ITEM = ['reference', 'shortDesc', 'type', 'classOfService', instant('enteredAt')] as const;
const DEADLINE = [instant('deadline'), 'dueIsDay', 'decidedBy', duration('lateByMs')] as const;

/** How the file of a list is named, and its zone. */
type NameCsv = (what: string) => Pick<CsvTable, 'name' | 'timeZone'>;

/** The lists of an SLA answer, each as a table of its own: `rows` says which. */
export const tables = {
  intervals: ({ intervals }: Sla, csvOf: NameCsv): CsvTable =>
    tableOf(csvOf('sla'), [instant('start'), instant('end'), 'label', 'isComplete', ...COUNTS], intervals),

  misses: ({ misses }: Sla, csvOf: NameCsv): CsvTable =>
    tableOf(csvOf('sla-misses'), [...ITEM, instant('finishedAt'), ...DEADLINE], misses),

  open: ({ open }: Sla, csvOf: NameCsv): CsvTable => {
    const rows = [
      ...open.late.map((item) => ({ ...item, state: 'late', expectedFinishAt: null })),
      ...open.atRisk.map((item) => ({ ...item, state: 'atRisk', lateByMs: null })),
    ];
    const columns = [
      'state',
      ...ITEM,
      instant('committedAt'),
      'queue',
      ...DEADLINE,
      instant('expectedFinishAt'),
    ] as const;
    return tableOf(csvOf('sla-open'), columns, rows);
  },
};

import type { z } from '@hono/zod-openapi';
import type { CsvTable } from '../../answer/csv.ts';
import { tableOf } from '../../answer/table.ts';
import type { answer } from './contract.ts';

type Sla = z.output<typeof answer>;

const COUNTS = ['finished', 'hits', 'misses', 'withoutSla', 'hitRate'] as const;
const ITEM = ['reference', 'shortDesc', 'type', 'classOfService', 'enteredAt'] as const;
const DEADLINE = ['deadline', 'decidedBy', 'lateByMs'] as const;

/** The lists of an SLA answer, each as a table of its own: `rows` says which. */
export const tables = {
  intervals: ({ intervals }: Sla, range: readonly string[]): CsvTable =>
    tableOf(['sla', ...range], ['start', 'end', 'label', 'isComplete', ...COUNTS], intervals),

  misses: ({ misses }: Sla, range: readonly string[]): CsvTable =>
    tableOf(['sla-misses', ...range], [...ITEM, 'finishedAt', ...DEADLINE], misses),

  open: ({ open }: Sla, range: readonly string[]): CsvTable => {
    const rows = [
      ...open.late.map((item) => ({ ...item, state: 'late', expectedFinishAt: null })),
      ...open.atRisk.map((item) => ({ ...item, state: 'atRisk', lateByMs: null })),
    ];
    const columns = ['state', ...ITEM, 'committedAt', 'queue', ...DEADLINE, 'expectedFinishAt'] as const;
    return tableOf(['sla-open', ...range], columns, rows);
  },
};

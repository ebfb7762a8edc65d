import { type Deadline, formatInstant, type Instant, type Queue } from '@kanban/domain';
import { duration, instant } from '../../answer/column.ts';
import { milliseconds, optionalInstant } from '../../answer/envelope.ts';
import type { FinishedItemRow } from '../../load/finished-items.ts';
import type { OpenItemRow } from '../../load/open-items.ts';

export interface Promised {
  item: FinishedItemRow | OpenItemRow;
  state: 'missed' | 'late' | 'atRisk';
  deadline: Deadline;
  lateByUs: number | null;
  expectedFinishAt: Instant | null;
}

/** An item with a promise in the fields of the contract. */
export function promisedFields(promised: Promised, queues: readonly Queue[]) {
  const { item, state, deadline, lateByUs, expectedFinishAt } = promised;
  const { reference, shortDesc, type, classOfService } = item;
  return {
    reference,
    shortDesc,
    type,
    classOfService,
    enteredAt: formatInstant(item.enteredAt),
    state,
    committedAt: optionalInstant(item.committedAt),
    queue: 'queueId' in item ? (queues.find(({ id }) => id === item.queueId)?.name ?? null) : null,
    finishedAt: 'finishedAt' in item ? formatInstant(item.finishedAt) : null,
    deadline: deadline.day ?? formatInstant(deadline.at),
    dueIsDay: deadline.day !== undefined,
    decidedBy: deadline.by,
    lateByMs: milliseconds(lateByUs),
    expectedFinishAt: optionalInstant(expectedFinishAt),
  };
}

const ITEM = ['reference', 'shortDesc', 'type', 'classOfService', instant('enteredAt')] as const;
const DEADLINE = [instant('deadline'), 'dueIsDay', 'decidedBy', duration('lateByMs')] as const;

/** The columns of each list. */
export const promisedColumns = {
  misses: [...ITEM, instant('finishedAt'), ...DEADLINE],
  open: ['state', ...ITEM, instant('committedAt'), 'queue', ...DEADLINE, instant('expectedFinishAt')],
} as const;

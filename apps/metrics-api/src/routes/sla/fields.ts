import { type Deadline, formatInstant, type ItemOutlook, type Queue } from '@kanban/domain';
import { duration, instant } from '../../answer/column.ts';
import { milliseconds, optionalInstant } from '../../answer/envelope.ts';
import type { FinishedItemRow } from '../../load/finished-items.ts';
import type { OpenItemAt } from '../../load/items-at.ts';
import { outlookFields } from '../../outlook/fields.ts';

/** An item that was finished late. */
export interface MissedPromise {
  item: FinishedItemRow;
  state: 'missed';
  deadline: Deadline;
  lateByUs: number;
}

/** An open item that is late, or in danger of it. */
export interface OpenPromised {
  item: OpenItemAt;
  state: 'late' | 'likelyLate' | 'atRisk';
  deadline: Deadline;
  lateByUs: number | null;
  outlook: ItemOutlook;
}

export type Promised = MissedPromise | OpenPromised;

/** An item with a promise in the fields of the contract. */
export function promisedFields(promised: Promised, queues: readonly Queue[]) {
  const { item, state, deadline, lateByUs } = promised;
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
    finishedAt: promised.state === 'missed' ? formatInstant(promised.item.finishedAt) : null,
    deadline: deadline.day ?? formatInstant(deadline.at),
    dueIsDay: deadline.day !== undefined,
    decidedBy: deadline.by,
    lateByMs: milliseconds(lateByUs),
    ...expectationOf(promised),
  };
}

function expectationOf(promised: Promised) {
  if (promised.state === 'missed')
    return { missProbability: null, isBeyondHistory: false, expected50: null, expected85: null, reasons: {} };
  const { missProbability, isBeyondHistory, expected50, expected85, reasons } = outlookFields(
    promised.outlook,
  );
  return { missProbability, isBeyondHistory, expected50, expected85, reasons };
}

const ITEM = ['reference', 'shortDesc', 'type', 'classOfService', instant('enteredAt')] as const;
const DEADLINE = [instant('deadline'), 'dueIsDay', 'decidedBy', duration('lateByMs')] as const;
const OUTLOOK = ['missProbability', 'isBeyondHistory', instant('expected50'), instant('expected85')] as const;

/** The columns of each list. */
export const promisedColumns = {
  misses: [...ITEM, instant('finishedAt'), ...DEADLINE],
  open: ['state', ...ITEM, instant('committedAt'), 'queue', ...DEADLINE, ...OUTLOOK],
} as const;

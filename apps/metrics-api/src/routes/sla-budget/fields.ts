import { formatInstant, type Queue } from '@kanban/domain';
import { instant } from '../../answer/column.ts';
import { optionalInstant } from '../../answer/envelope.ts';
import { outlookFields } from '../../outlook/fields.ts';
import type { BudgetItems, OpenPromiseRow } from './read.ts';

export function openPromiseFields(
  { item, outlook, isInWindow }: OpenPromiseRow,
  queues: ReadonlyMap<number, Queue>,
) {
  const { deadline } = outlook;
  const { missProbability, isBeyondHistory, deadlineIsDay, reasons } = outlookFields(outlook);
  return {
    reference: item.reference,
    queue: queues.get(item.queueId)?.name ?? '',
    deadline: deadline.day ?? formatInstant(deadline.at),
    deadlineIsDay,
    decidedBy: deadline.by,
    missProbability,
    isBeyondHistory,
    isInWindow,
    reasons: reasons.missProbability === undefined ? {} : { missProbability: reasons.missProbability },
  };
}

export function decisionFields({ item, deadline, decidedAt, isHit }: BudgetItems['decisions'][number]) {
  return {
    reference: item.reference,
    type: item.type,
    classOfService: item.classOfService,
    decidedAt: formatInstant(decidedAt),
    isHit,
    deadline: deadline.day ?? formatInstant(deadline.at),
    deadlineIsDay: deadline.day !== undefined,
    decidedBy: deadline.by,
    finishedAt: optionalInstant(item.finishedAt),
  };
}

const DEADLINE = [instant('deadline'), 'deadlineIsDay', 'decidedBy'] as const;

export const OPEN_COLUMNS = [
  'reference',
  'queue',
  ...DEADLINE,
  'missProbability',
  'isBeyondHistory',
  'isInWindow',
] as const;

export const DECISION_COLUMNS = [
  'reference',
  'type',
  'classOfService',
  instant('decidedAt'),
  'isHit',
  ...DEADLINE,
  instant('finishedAt'),
] as const;

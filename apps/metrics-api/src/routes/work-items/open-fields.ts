import { formatInstant, type Queue, type Reason } from '@kanban/domain';
import { duration, instant } from '../../answer/column.ts';
import { dueFields, milliseconds, optionalInstant } from '../../answer/envelope.ts';
import { outlookFields } from '../../outlook/fields.ts';
import type { OpenItemRow } from './open-items.ts';

export interface OpenItemContext {
  queues: ReadonlyMap<number, Queue>;
  places: ReadonlyMap<number, { queueId: number; place: number }>;
  waitsFor: ReadonlyMap<string, readonly string[]>;
}

/** An open item in the fields of the contract. */
export function openFields({ item, ageUs, aged, block, outlook }: OpenItemRow, context: OpenItemContext) {
  const { reference, shortDesc, type, classOfService, assignee, parent, queueId } = item;
  const queue = context.queues.get(queueId);
  const place = context.places.get(item.itemId);
  const { reasons, ...expected } = outlookFields(outlook);
  const why: Reason = ageUs === null || queue?.kind === 'backlog' ? 'notInProgress' : 'tooFewItems';
  return {
    reference,
    shortDesc,
    type,
    classOfService,
    assignee,
    parent,
    queue: queue?.name ?? '',
    place: place?.queueId === queueId ? place.place : null,
    enteredAt: formatInstant(item.enteredAt),
    committedAt: optionalInstant(item.committedAt),
    enteredQueueAt: formatInstant(aged.enteredQueueAt),
    ageMs: milliseconds(ageUs),
    timeInQueueMs: milliseconds(aged.timeInQueueUs),
    blockedMs: milliseconds(aged.blockedUs),
    isBlocked: block !== null,
    blockedSince: optionalInstant(block?.blockedAt ?? null),
    blockedReason: block?.reason ?? null,
    isStalled: aged.isStalled,
    movedBack: aged.movedBack,
    paceShare: ageUs === null ? null : aged.paceShare,
    exceeds: ageUs === null ? null : aged.exceeds,
    waitsFor: [...(context.waitsFor.get(reference) ?? [])],
    ...dueFields(item.dueAt),
    ...expected,
    reasons: {
      ...(ageUs === null ? { ageMs: why } : {}),
      ...(ageUs === null || aged.paceShare === null ? { paceShare: why, exceeds: why } : {}),
      ...reasons,
    },
  };
}

export const OPEN_COLUMNS = [
  'reference',
  'shortDesc',
  'type',
  'classOfService',
  'assignee',
  'parent',
  'queue',
  'place',
  instant('enteredAt'),
  instant('committedAt'),
  instant('enteredQueueAt'),
  duration('ageMs'),
  duration('timeInQueueMs'),
  duration('blockedMs'),
  'isBlocked',
  instant('blockedSince'),
  'blockedReason',
  'isStalled',
  'movedBack',
  'paceShare',
  'exceeds',
  instant('dueAt'),
  'dueIsDay',
  'state',
  instant('deadline'),
  'deadlineIsDay',
  'decidedBy',
  'missProbability',
  'isBeyondHistory',
  instant('expected50'),
  instant('expected85'),
] as const;

import { type Ageing, formatInstant, type Queue, type Reason } from '@kanban/domain';
import { milliseconds, optionalInstant } from '../../answer/envelope.ts';
import { agePercentile } from '../../answer/percentile-fields.ts';
import type { AgedOpenItem, BlockedItemAt } from './read.ts';

/** An item in progress as answers have it. */
export function agedFields(aged: AgedOpenItem, { name, kind }: Queue) {
  const { item, ageUs, timeInQueueUs, blockedUs, enteredQueueAt, paceShare } = aged;
  const { reference, shortDesc, type, classOfService, assignee } = item;
  const isTold = paceShare !== null;
  const why: Reason = kind === 'backlog' ? 'notInProgress' : 'tooFewItems';
  return {
    reference,
    shortDesc,
    type,
    classOfService,
    assignee,
    queue: name,
    enteredAt: formatInstant(item.enteredAt),
    committedAt: optionalInstant(item.committedAt),
    enteredQueueAt: formatInstant(enteredQueueAt),
    ageMs: milliseconds(ageUs),
    timeInQueueMs: milliseconds(timeInQueueUs),
    blockedMs: milliseconds(blockedUs),
    isBlocked: aged.isBlocked,
    isStalled: aged.isStalled,
    movedBack: aged.movedBack,
    paceShare,
    exceeds: aged.exceeds,
    reasons: isTold ? {} : { paceShare: why, exceeds: why },
  };
}

type Stage = Ageing<BlockedItemAt>['stages'][number];

export function stageFields({ queue: { name, kind, wipLimit }, items, pace }: Stage, isListed: boolean) {
  const isEmpty = pace.every(({ sampleSize }) => sampleSize === 0);
  const why: Reason = kind === 'backlog' ? 'notInProgress' : 'noItems';
  return {
    queue: name,
    kind,
    wipLimit,
    itemCount: items.length,
    items: isListed ? items.map(({ item }) => item.reference) : [],
    pace: isEmpty ? null : pace.map(agePercentile),
    reasons: isEmpty ? { pace: why } : {},
  };
}

export function totalFields({ items, meanUs, totalUs, percentiles }: Ageing<unknown>['age']) {
  return {
    items,
    meanMs: milliseconds(meanUs),
    totalMs: milliseconds(totalUs),
    percentiles: items === 0 ? [] : percentiles.map(agePercentile),
    reasons: items === 0 ? { meanMs: 'noItems' as const } : {},
  };
}

import { DAY } from '../instant.ts';
import type { Block } from '../time-spent.ts';
import { type Check, type CheckedItem, type Finding, isInProgress, isOpen } from './checked-log.ts';

const LONGEST_DAYS = 30;

/**
 * An open block of an item that is not in progress, blocks of over 30 days, and items that wait only for finished ones.
 */
export const blockedOutside: Check = {
  check: 'blockedOutside',
  severity: 'info',
  distorts: 'blocked time',
  find: ({ items, now }) =>
    items.flatMap((item) => [
      ...item.blocks.flatMap((block) => findingsOf(item, block, now)),
      ...waitsInVain(item),
    ]),
};

function findingsOf(item: CheckedItem, { blockedAt, unblockedAt }: Block, now: number): Finding[] {
  const { itemId, queueId, finishedAt, committedAt } = item;
  const found = (problem: string, detail = {}) => ({
    itemId,
    queueId,
    at: blockedAt,
    detail: { problem, ...detail },
  });
  const findings: Finding[] = [];
  if (unblockedAt === null && !isInProgress(item)) {
    const where =
      finishedAt !== null ? 'finished' : committedAt === null && isOpen(item) ? 'uncommitted' : 'dropped';
    findings.push(found(where));
  }
  const days = ((unblockedAt ?? now) - blockedAt) / DAY;
  if (days > LONGEST_DAYS) findings.push(found('long', { days: Math.floor(days) }));
  return findings;
}

function waitsInVain(item: CheckedItem): Finding[] {
  const { itemId, queueId, waitsForFinished } = item;
  if (!isOpen(item) || waitsForFinished.length === 0 || waitsForFinished.includes(false)) return [];
  return [
    { itemId, queueId, at: null, detail: { problem: 'waitsForFinished', items: waitsForFinished.length } },
  ];
}

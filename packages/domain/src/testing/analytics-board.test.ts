import { expect, test } from 'vitest';
import { formatInstant } from '../index.ts';
import { analyticsBoard, BOARD_REASONED_BLOCKS, boardDay, boardItem } from './analytics-board.ts';
import { hasSharedData, sharedExamples, sharedInstant, sharedRows } from './shared-data.ts';

test.skipIf(!hasSharedData)('the board written here is the one that the figures were computed from', () => {
  const { queues, rows } = analyticsBoard();
  const name = (queueId: number | null) => queues.find(({ id }) => id === queueId)?.name;
  const order = (a: string[], b: string[]) => (a.join() < b.join() ? -1 : 1);
  const file = sharedRows('analytics-board/audit_log.csv').map((row) => [
    formatInstant(sharedInstant(row.occurred_at) ?? NaN),
    String(boardItem(row.reference as string)),
    row.to_queue,
  ]) as string[][];
  const here = rows.map((row) => [
    formatInstant(row.occurredAt),
    String(row.itemId),
    name(row.toQueueId),
  ]) as string[][];
  expect(here.toSorted(order)).toEqual(file.toSorted(order));
  expect(queues.map(({ name, kind, position }) => ({ name, kind, position }))).toEqual(
    sharedExamples().board.queues,
  );
});

test.skipIf(!hasSharedData)('and so are its blocks', () => {
  const file = sharedRows('analytics-board/blocks.csv').map((row) => [
    row.reference,
    row.reason,
    sharedInstant(row.blocked_at),
    sharedInstant(row.unblocked_at),
  ]);
  const here = BOARD_REASONED_BLOCKS.map(([letter, reason, from, to]) => [
    letter,
    reason,
    boardDay(from),
    to === null ? null : boardDay(to),
  ]);
  expect(here).toEqual(file);
});

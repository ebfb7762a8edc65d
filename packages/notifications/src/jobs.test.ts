import { expect, it } from 'vitest';
import { jobIdOf, parseDeliverJob, queuePrefixOf } from './jobs.ts';

it('gives a job an id that BullMQ takes: not digits only, no colon', () => {
  expect(jobIdOf({ deliveryId: 12, round: 3, eventId: 7 }, 36)).toBe('d12-r3-10');
});

it('gives a delivery of a database that was created again another id than Redis remembers', () => {
  const job = { deliveryId: 1, round: 1, eventId: 1 };
  expect(jobIdOf(job, 1_795_000_000_000_000)).not.toBe(jobIdOf(job, 1_795_000_000_000_001));
});

it('keeps the keys of two databases apart and on one node of a cluster', () => {
  expect(queuePrefixOf('kanban')).toBe('{kanban-kanban}');
  expect(queuePrefixOf('a}b{c')).toBe('{kanban-abc}');
});

it.each([
  [undefined],
  [{}],
  [{ deliveryId: '1', round: 1, eventId: 1 }],
  [{ deliveryId: 0, round: 1, eventId: 1 }],
])('takes %j for none of ours', (data) => {
  expect(parseDeliverJob(data)).toBeUndefined();
});

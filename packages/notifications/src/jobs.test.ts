import { expect, it } from 'vitest';
import { jobIdOf, parseDeliverJob } from './jobs.ts';

it('gives a job an id that BullMQ takes: not digits only, no colon', () => {
  expect(jobIdOf({ deliveryId: 12, round: 3, eventId: 7 })).toBe('d12-r3');
});

it.each([
  [undefined],
  [{}],
  [{ deliveryId: '1', round: 1, eventId: 1 }],
  [{ deliveryId: 0, round: 1, eventId: 1 }],
])('takes %j for none of ours', (data) => {
  expect(parseDeliverJob(data)).toBeUndefined();
});

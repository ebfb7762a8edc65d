import { expect, test } from 'vitest';
import { type Delivery, deliveriesWords, resultWords, toldWords } from './deliveries.ts';

const delivery = (part: Partial<Delivery>): Delivery => ({
  ...{ topic: 'work_item.blocked', queue: 'test', happenedAt: '2026-11-30T08:00:00.000000Z' },
  ...{ channel: 'email', told: 'ada', state: 'sent', supersededReason: null, attempts: 1, dueAt: null },
  ...{ settledAt: '2026-11-30T08:00:01.000000Z', mayBeDuplicate: false },
  ...part,
});
const many = (...states: Delivery['state'][]) => states.map((state) => delivery({ state }));

test('how much was told: to nobody, one, three, many; failed, on the way, not needed', () => {
  expect(deliveriesWords([])).toBe('Nobody was told about it.');
  expect(deliveriesWords(many('sent'))).toBe('One message was sent about it.');
  expect(deliveriesWords(many('sent', 'sent', 'sent', 'dead'))).toBe(
    '3 messages were sent about it, 1 failed for good.',
  );
  expect(deliveriesWords(many('pending', 'collected', 'queued', 'sending', 'superseded'))).toBe(
    'No message was sent about it, 4 on the way, 1 not needed any more.',
  );
  expect(deliveriesWords(Array.from({ length: 1_200 }, () => delivery({})))).toBe(
    '1,200 messages were sent about it.',
  );
});

test('what it was about: queues by name, topics of people as they are', () => {
  expect(toldWords({ topic: 'work_item.blocked', queue: 'test' })).toBe('it is blocked');
  expect(toldWords({ topic: 'queue.slot_available', queue: 'test' })).toBe('there is room in test');
  expect(toldWords({ topic: 'queue.overloaded', queue: null })).toBe('more than the limit');
  expect(toldWords({ topic: 'toString', queue: null })).toBe('toString');
});

test('what became of it', () => {
  expect(resultWords(delivery({}))).toBe('sent');
  expect(resultWords(delivery({ attempts: 3, mayBeDuplicate: true }))).toBe(
    'sent, at the 3rd try; it may have come twice',
  );
  expect(resultWords(delivery({ state: 'dead', attempts: 10 }))).toBe('failed for good after 10 tries');
  expect(resultWords(delivery({ state: 'superseded', supersededReason: 'slot taken' }))).toBe(
    'not sent: the room was taken again',
  );
  expect(resultWords(delivery({ state: 'superseded', supersededReason: 'news' }))).toBe('not sent');
  expect(resultWords(delivery({ state: 'collected', attempts: 0 }))).toBe('waits for a digest');
  expect(resultWords(delivery({ state: 'pending', attempts: 0 }))).toBe('on its way');
  expect(resultWords(delivery({ state: 'pending', attempts: 2 }))).toBe('on its way, tried 2 times');
});

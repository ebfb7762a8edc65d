import { expect, test } from 'vitest';
import { parseQueueList } from './queue-list.ts';

test('a list of queues keeps their order, kinds and limits; what is left out is left to the database', () => {
  expect(parseQueueList('Backlog:backlog, Ready for Dev:buffer:8,Build,(none):backlog:-1')).toEqual([
    { name: 'Backlog', kind: 'backlog', wipLimit: -1 },
    { name: 'Ready for Dev', kind: 'buffer', wipLimit: 8 },
    { name: 'Build', kind: undefined, wipLimit: -1 },
    { name: '(none)', kind: 'backlog', wipLimit: -1 },
  ]);
});

test.each([
  ['', /Write the queues/],
  ['A,,B', /Write the queues/],
  ['A:active:1:2', /Write the queues/],
  ['A:doing', /"doing" of A is not a kind of queue; kinds are: backlog, buffer/],
  ['A:active:many', /no WIP limit/],
  ['A:active:-2', /no WIP limit/],
  ['A,B,A', /The queue A is there twice/],
  [`${'x'.repeat(65)}`, /at most 64/],
])('%j is refused with what is wrong', (text, message) => {
  expect(() => parseQueueList(text)).toThrow(message);
});

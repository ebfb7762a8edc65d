import { expect, test } from 'vitest';
import { readView } from '../view/view.ts';
import { narrowed, unfiltered } from './filter-words.ts';

const answer = { parameters: { type: 'Bugs', classOfService: null, assignee: null } };

test.each([
  ['No item was finished in this range.', 'No item of type “Bugs” was finished in this range.'],
  ['No open item is late or at risk.', 'No open item of type “Bugs” is late or at risk.'],
  ['Nothing was blocked in this range.', 'No item of type “Bugs” was blocked in this range.'],
  [
    'No time was spent in any queue in this range.',
    'No time was spent in any queue in this range. Only items of type “Bugs” count here.',
  ],
])('a card without items says which were asked for: %s', (sentence, words) => {
  expect(narrowed(sentence, answer, readView('?type=Bugs'))).toBe(words);
  expect(narrowed(sentence, answer, readView(''))).toBe(sentence);
});

test('all filters are named, and none that the answer does not know', () => {
  const view = readView('?type=Bugs&classOfService=Expedite&assignee=Ann');
  expect(narrowed('No item was finished.', answer, view)).toBe(
    'No item of type “Bugs” and of class of service “Expedite” and assigned to “Ann” was finished.',
  );
  const other = { parameters: { stream: 'main' } };
  expect(narrowed('No item was finished.', other, view)).toBe('No item was finished.');
  const all = 'All items: this cannot be narrowed by type and class of service and assignee.';
  expect(unfiltered('Ages', other, view)).toBe(`Ages. ${all}`);
  expect(unfiltered('', other, view)).toBe(all);
  expect(unfiltered('Ages', answer, view)).toBe('Ages');
});

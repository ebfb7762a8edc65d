import { expect, test } from 'vitest';
import { readView } from '../../../view/view.ts';
import { filterOf, isNarrow, keeps, textOf } from './keeps.ts';
import { cardOf } from './look-of-card.ts';

const raw = {
  reference: 'KF-7',
  shortDesc: 'Invoices show the wrong Total',
  queue: 'test',
  type: 'bug',
  classOfService: 'expedite',
  priority: 0,
  assignee: 'ada',
  dueAt: null,
  dueIsDay: false,
  isPastDue: false,
  enteredAt: null,
  committedAt: null,
  finishedAt: null,
  inQueueSince: '2026-11-27T09:00:00.000000Z',
  inQueueMs: 3 * 86_400_000 + 1,
  blockedReason: null,
  openDependencies: 0,
  checklistDone: 0,
  checklistItems: 0,
  parent: 'EPIC-1',
} as const;
const card = cardOf(raw, 'UTC', 0, '2026-11-27');

test.each([
  ['', true],
  ['?search=total', true],
  ['?search=TOTAL%20invoices', true],
  ['?search=total%20receipts', false],
  ['?search=epic-1', true],
  ['?assignee=ada&type=bug', true],
  ['?assignee=grace', false],
  ['?classOfService=standard', false],
])('%s keeps the card: %s', (query, isKept) => {
  const filter = filterOf(readView(query), null);
  expect(keeps(filter, card, textOf(card))).toBe(isKept);
  expect(isNarrow(filter)).toBe(query !== '');
});

test('only what is to be talked about', () => {
  const view = readView('?only=attention');
  expect(keeps(filterOf(view, new Set(['KF-7'])), card, textOf(card))).toBe(true);
  expect(keeps(filterOf(view, new Set()), card, textOf(card))).toBe(false);
});

test.each([
  [2.5 * 86_400_000, '2.5 days'],
  [86_400_000, '24 hours'],
  [3_600_000, '60 minutes'],
  [3_599_999, 'under 1 hour'],
])('%d ms in a queue are %s', (inQueueMs, words) => {
  expect(cardOf({ ...raw, inQueueMs }, 'UTC', 0, null).inQueue).toBe(words);
});

test('the days go on between two answers, and a card is new until a working day has passed', () => {
  expect(cardOf({ ...raw, inQueueMs: 2 * 86_400_000 - 1_000 }, 'UTC', 1_000, null).inQueue).toBe('2 days');
  expect(card.isNewHere).toBe(true);
  expect(cardOf(raw, 'UTC', 0, '2026-11-28').isNewHere).toBe(false);
});

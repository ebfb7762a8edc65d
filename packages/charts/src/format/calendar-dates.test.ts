import type { SlaAnswer } from '@kanban/api';
import { formatDuration } from '@kanban/domain/text';
import { expect, test } from 'vitest';
import { misses, outlook } from '../item-lists.ts';
import { formatDay } from './calendar-dates.ts';

test('a day is written as that day, whatever the zone of the machine', () => {
  expect(formatDay('2026-11-20')).toBe('20 Nov 2026');
  expect(formatDay('2026-02-30')).toBe('2026-02-30');
});

test('what has not begun lasts no time, not less', () => {
  expect(formatDuration(-34_559_380_000)).toBe('0 seconds');
});

test('a promise for a day is that day in lists of every zone, one for an instant is the date it has there', () => {
  const item = {
    reference: 'J1',
    shortDesc: null,
    type: null,
    classOfService: null,
    enteredAt: '2026-11-01T00:00:00.000000Z',
  };
  const row = {
    ...item,
    state: 'late',
    lateByMs: 1000,
    expected85: null,
    decidedBy: 'dueDate',
    committedAt: null,
    queue: 'test',
    finishedAt: '2026-11-23T02:00:00.000000Z',
  } as const;
  const rows = [
    { ...row, deadline: '2026-11-20', dueIsDay: true },
    { ...row, deadline: '2026-11-20T02:00:00.000000Z', dueIsDay: false },
  ];
  const answer = {
    timeZone: 'America/New_York',
    total: { misses: 2 },
    open: { at: '', late: 2, likelyLate: 0, atRisk: 0 },
    worst: { misses: rows, open: rows },
  };
  expect(misses.read(answer as unknown as SlaAnswer).rows.map(({ cells }) => cells[2])).toEqual([
    '20 Nov 2026',
    '19 Nov 2026',
  ]);
  expect(outlook.read(answer as unknown as SlaAnswer).rows.map(({ cells }) => cells[1])).toEqual([
    '20 Nov 2026',
    '19 Nov 2026',
  ]);
});

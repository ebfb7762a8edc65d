import { describe, expect, test } from 'vitest';
import { itemLinksWords, itemOutlookWords, itemTimeWords } from './item.ts';
import type { OpenItem } from './open-items.ts';

const DAY = 86_400_000;
const times = (active: number, waiting: number, blocked = 0) => ({
  activeMs: active * DAY,
  waitingMs: waiting * DAY,
  blockedMs: blocked * DAY,
});

test('where its time went: never entered, just entered, only waited, only worked on, both, blocked', () => {
  expect(itemTimeWords({ activeMs: null, waitingMs: null, blockedMs: null })).toBe(
    'It has not entered a queue.',
  );
  expect(itemTimeWords(times(0, 0))).toBe('It has only just entered.');
  expect(itemTimeWords(times(0, 9))).toBe('Nobody has worked on it in 9 days.');
  expect(itemTimeWords(times(0, 9, 4))).toBe('Nobody has worked on it in 9 days; blocked for 4 days of it.');
  expect(itemTimeWords(times(6, 0))).toBe('Worked on for 6 days of 6 days (100 %).');
  expect(itemTimeWords(times(6, 18))).toBe('Worked on for 6 days of 24 days (25 %), waiting for the rest.');
  expect(itemTimeWords(times(6, 18, 5))).toBe(
    'Worked on for 6 days of 24 days (25 %), waiting for the rest; blocked for 5 days of it.',
  );
});

describe('what is to be expected of it', () => {
  const item = (part: Partial<OpenItem>) =>
    itemOutlookWords(
      {
        state: 'likelyLate',
        deadline: '2026-12-01',
        deadlineIsDay: true,
        missProbability: 0.75,
        expected50: '2026-12-07T22:30:00.000000Z',
        expected85: '2026-12-15T10:00:00.000000Z',
        isBeyondHistory: false,
        reasons: {},
        ...part,
      } as OpenItem,
      'Europe/Berlin',
    );

  const unknown = (why: 'tooFewItems' | 'noWorkingTime' | 'beyondHistory') => ({
    expected50: null,
    expected85: null,
    reasons: { expected50: why, expected85: why },
  });

  test('its promise, how likely it is missed, and when such items were done, on the days of the zone', () => {
    expect(item({})).toBe(
      'Likely late: promised for 1 Dec 2026, missed by 75 of 100 such items. ' +
        'Half of such items were done by 7 Dec 2026, 85 of 100 by 15 Dec 2026.',
    );
  });
  test('unknown: no deadline, too few items', () => {
    const none = { state: 'noDeadline', deadline: null, missProbability: null } as const;
    expect(item(none)).toMatch(/^No deadline\. Half of such items were done by 7 Dec 2026/);
    expect(item({ ...none, ...unknown('tooFewItems') })).toBe(
      'No deadline. Too few such items were finished to say when it will be done.',
    );
    expect(item({ ...none, ...unknown('noWorkingTime') })).toBe(
      'No deadline. The calendar has too little working time to say when it will be done.',
    );
  });
  test('late already: no chance of what has happened', () => {
    expect(item({ state: 'late', missProbability: 1, ...unknown('tooFewItems') })).toBe(
      'Late: promised for 1 Dec 2026. Too few such items were finished to say when it will be done.',
    );
  });
  test('older than all such items: they say nothing, neither that it will be missed nor that they are few', () => {
    expect(item({ missProbability: 1, isBeyondHistory: true, ...unknown('beyondHistory') })).toBe(
      'Likely late: promised for 1 Dec 2026. It has taken longer than all such items did, so they do not say when it will be done.',
    );
  });
});

test('what it waits for: nothing, finished ones, one, many; and what waits for it', () => {
  const words = (ahead: [string, boolean][], behind: string[]) =>
    itemLinksWords({
      reference: 'A',
      links: [
        ...ahead.map(([to]) => ({ kind: 'waitsFor' as const, from: 'A', to })),
        ...behind.map((from) => ({ kind: 'waitsFor' as const, from, to: 'A' })),
        // At a distance, and of another kind: no part of the sentence.
        { kind: 'waitsFor', from: 'B', to: 'Z' },
        { kind: 'isPartOf', from: 'A', to: 'P' },
      ],
      related: ahead.map(([reference, isFinished]) => ({
        ...{ reference, isFinished, shortDesc: '', valueStream: 'main', queue: null },
      })),
    });
  expect(words([], [])).toBe('It waits for no other item; none waits for it.');
  expect(words([['B', true]], [])).toBe('It waited for 1 item, all finished; none waits for it.');
  expect(
    words(
      [
        ['B', false],
        ['C', true],
      ],
      ['D'],
    ),
  ).toBe('It waits for B; D waits for it.');
  expect(
    words(
      [
        ['B', false],
        ['C', false],
        ['E', false],
      ],
      ['D', 'F'],
    ),
  ).toBe('It waits for B, C and E; D and F wait for it.');
});

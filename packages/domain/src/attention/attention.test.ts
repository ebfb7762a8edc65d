import { describe, expect, test } from 'vitest';
import {
  ATTENTION_KINDS,
  type AttentionFacts,
  type AttentionItem,
  attention,
  DAY,
  HOUR,
  type Kind,
  type Queue,
} from '../index.ts';
import { formatDuration } from '../text/duration.ts';

const AT = 1_000 * DAY;
const KINDS: [string, Kind, number][] = [
  ['backlog', 'backlog', -1],
  ['ready', 'buffer', 3],
  ['dev', 'active', 3],
  ['review', 'buffer', 2],
  ['test', 'active', 2],
  ['live', 'delivered', -1],
];
const QUEUES = KINDS.map(
  ([name, kind, wipLimit], n): Queue => ({ id: 9 - n, name, kind, position: n, wipLimit }),
);
const queue = (name: string) => QUEUES.find((each) => each.name === name) as Queue;
const NOTHING: AttentionFacts = {
  at: AT,
  items: [],
  queues: [],
  persons: [],
  budgets: [],
  signals: [],
  weeks: [],
};
const item = (reference: string, over: Partial<AttentionItem> = {}): AttentionItem => ({
  reference,
  shortDesc: null,
  queue: queue('dev'),
  state: 'onTrack',
  deadlineAt: null,
  missProbability: null,
  isBeyondHistory: false,
  blockedSince: null,
  blockedReason: null,
  startedAt: AT - 10 * DAY,
  ageUs: 10 * DAY,
  paceUs: null,
  ...over,
});
const holding = (counts: Record<string, number>, blocked: Record<string, number> = {}) =>
  QUEUES.map((each) => ({
    queue: each,
    items: counts[each.name] ?? 0,
    pullable: (counts[each.name] ?? 0) - (blocked[each.name] ?? 0),
  }));
const told = (over: Partial<AttentionFacts>) =>
  attention({ ...NOTHING, ...over }).map(({ kind, severity, subject }) => [severity, kind, subject.name]);
const says = (over: Partial<AttentionFacts>) => attention({ ...NOTHING, ...over }).map((line) => line.says);

const budget = {
  subject: 'expedite',
  alert: 'fast',
  isFiring: true,
  since: AT - DAY,
  longBurnRate: 4.04,
  shortBurnRate: 9,
  leftShare: -0.5,
} as const;
const ALL: Partial<AttentionFacts> = {
  items: [
    item('P', { paceUs: 9 * DAY }),
    item('B', { blockedSince: AT - 3 * DAY, blockedReason: 'vendor' }),
    item('L', { state: 'late', deadlineAt: AT - 5 * HOUR }),
    item('K', { state: 'likelyLate', missProbability: 0.75, deadlineAt: AT + DAY }),
  ],
  queues: holding({ backlog: 1, ready: 4, dev: 3, review: 1, test: 0 }),
  persons: [
    { assignee: 'ann', items: 3, wipLimit: 2 },
    { assignee: 'bob', items: 3, wipLimit: -1 },
  ],
  budgets: [budget, { ...budget, subject: 'standard', isFiring: false }],
  signals: [{ family: 'throughput', rule: 'beyondLimit', label: '2026-W10' }],
  weeks: [{ arrivals: 9, departures: 0 }, ...Array(4).fill({ arrivals: 3, departures: 2 })],
};

test('one line per kind, the most serious first', () => {
  expect(told(ALL)).toEqual([
    [1, 'late', 'L'],
    [2, 'likelyLate', 'K'],
    [3, 'blocked', 'B'],
    [4, 'beyondPace', 'P'],
    [5, 'personOverLimit', 'ann'],
    [5, 'queueOverLimit', 'ready'],
    [6, 'queueFull', 'dev'],
    [7, 'starved', 'test'],
    [8, 'budgetBurning', 'expedite'],
    [9, 'signal', 'throughput'],
    [10, 'growing', ''],
  ]);
  expect(new Set(told(ALL).map(([, kind]) => kind))).toEqual(new Set(ATTENTION_KINDS));
});

test('each line is one sentence with facts', () => {
  expect(says(ALL)).toEqual([
    'L in dev is 5 hours past its deadline.',
    'K in dev may miss its deadline: 75 of 100 such items did.',
    'B in dev has been blocked for 3 days: vendor.',
    'P in dev is 10 days old; 85 of 100 items had passed it after 9 days.',
    '“ann” has 3 items in progress; the limit is 2.',
    '“ready” holds 4 items; its limit is 3.',
    '“dev” is full with 3 items, and “review” has room.',
    '“test” is empty, and 1 item waits in “review”.',
    'The error budget of expedite burns, 4.0 times as fast as it may.',
    'Items finished in week 10: unlike before.',
    'More began than ended in each of the last 4 weeks: 12 against 8.',
  ]);
  expect(says({ budgets: [{ ...budget, alert: 'exhausted' }] })).toEqual([
    'The error budget of expedite is used up.',
  ]);
  expect(says({ items: [item('B', { blockedSince: AT - 4 * DAY, blockedReason: '' })] })).toEqual([
    'B in dev has been blocked for 4 days.',
  ]);
});

test('only what all such items missed will be missed, and of what is older than all of them nothing is known', () => {
  const likely = (missProbability: number, isBeyondHistory = false) =>
    item('K', { state: 'likelyLate', missProbability, isBeyondHistory, deadlineAt: AT + DAY });
  const said = (over: AttentionItem) => says({ items: [over] })[0];
  expect(said(likely(0.5))).toBe('K in dev may miss its deadline: 50 of 100 such items did.');
  expect(said(likely(0.999))).toBe('K in dev may miss its deadline: 99 of 100 such items did.');
  expect(said(likely(1))).toBe('K in dev will miss its deadline, as 100 of 100 such items did.');
  expect(said(likely(1, true))).toBe(
    'K in dev may miss its deadline: it has taken longer than all such items did.',
  );
});

test.each([
  [11.97 * DAY, '12 days'],
  [47.8 * HOUR, '47.8 hours'],
  [30 * HOUR, formatDuration(30 * 3_600_000)],
])('%d µs late is said as in lists: %s', (lateByUs, words) => {
  const late = item('L', { state: 'late', deadlineAt: AT - lateByUs });
  expect(says({ items: [late] })).toEqual([`L in dev is ${words} past its deadline.`]);
});

describe('order', () => {
  test('an item appears once, under its lowest number', () => {
    const all = { state: 'late', deadlineAt: AT - DAY, blockedSince: AT - 9 * DAY, paceUs: DAY } as const;
    expect(told({ items: [item('X', all)] })).toEqual([[1, 'late', 'X']]);
    expect(told({ items: [item('X', { ...all, state: 'onTrack' })] })).toEqual([[3, 'blocked', 'X']]);
  });

  test('within one kind the oldest first, then by reference', () => {
    const blocked = (days: number) => ({ blockedSince: AT - days * DAY });
    const items = [
      item('C', blocked(4)),
      item('B', blocked(4)),
      item('A', blocked(3)),
      item('D', blocked(5)),
    ];
    expect(told({ items }).map(([, , name]) => name)).toEqual(['D', 'B', 'C', 'A']);
  });

  test('of those likely to be late the one with the nearest deadline first, however old', () => {
    const likely = (reference: string, due: number, age: number) =>
      item(reference, {
        ...{ state: 'likelyLate', missProbability: 0.5 },
        ...{ deadlineAt: AT + due * DAY, startedAt: AT - age * DAY },
      });
    const items = [likely('C', 21, 90), likely('B', 1, 2), likely('A', 21, 30), likely('D', 1, 2)];
    expect(told({ items }).map(([, , name]) => name)).toEqual(['B', 'D', 'C', 'A']);
  });

  test('a budget with two alerts is one line, dated by the older alert', () => {
    const lines = attention({
      ...NOTHING,
      budgets: [budget, { ...budget, alert: 'slow', since: AT - 3 * DAY }],
    });
    expect(lines.map(({ facts }) => facts.alert)).toEqual(['slow']);
  });
});

describe('where a rule ends', () => {
  test('an item at the pace is not beyond it, and a block counts from three days on', () => {
    expect(
      told({ items: [item('P', { paceUs: 10 * DAY }), item('B', { blockedSince: AT - 3 * DAY + 1 })] }),
    ).toEqual([]);
  });

  test('a full queue is reported only while the next one has room', () => {
    expect(told({ queues: holding({ dev: 3, review: 2, test: 2 }) })).toEqual([[6, 'queueFull', 'test']]);
    expect(told({ queues: holding({ dev: 2, review: 1, test: 1 }) })).toEqual([]);
  });

  test('an active queue starves only if unblocked work waits in the queue before it', () => {
    expect(told({ queues: holding({ dev: 1, ready: 1, review: 0, test: 0 }) })).toEqual([]);
    expect(told({ queues: holding({ dev: 1, review: 1 }, { review: 1 }) })).toEqual([]);
    expect(told({ queues: holding({ backlog: 2, test: 1 }) })).toEqual([[7, 'starved', 'dev']]);
  });

  test('a queue over its limit is not also reported as full', () => {
    expect(told({ queues: holding({ dev: 4, test: 1 }) })).toEqual([[5, 'queueOverLimit', 'dev']]);
  });

  test('growth counts after four weeks without a break', () => {
    const week = (arrivals: number) => ({ arrivals, departures: 2 });
    expect(told({ weeks: [3, 3, 3].map(week) })).toEqual([]);
    expect(told({ weeks: [3, 3, 2, 3].map(week) })).toEqual([]);
    expect(told({ weeks: [2, 3, 3, 3, 3].map(week) })).toEqual([[10, 'growing', '']]);
  });
});

import { describe, expect, test } from 'vitest';
import {
  deadlineOf,
  HOUR,
  type SlaItem,
  type SlaPolicy,
  slaCompliance,
  slaOutlook,
  slaStateOf,
  verdictOf,
  WorkingCalendar,
} from '../index.ts';

const ITEM: SlaItem = {
  enteredAt: 100,
  committedAt: 150,
  dueAt: null,
  classOfService: 'expedite',
  type: 'defect',
};
const policy = (classOfService: string | null, type: string | null, targetUs: number): SlaPolicy => ({
  classOfService,
  type,
  measure: 'lead',
  clock: 'elapsed',
  targetUs,
});
const calendar = new WorkingCalendar({ timeZone: 'UTC', hours: [], holidays: [] });
const terms = (...policies: SlaPolicy[]) => ({ policies, calendar });

describe('which deadline counts', () => {
  const policies = [
    policy(null, null, 1),
    policy(null, 'defect', 2),
    policy('expedite', null, 3),
    policy('expedite', 'defect', 4),
    policy('standard', 'defect', 5),
  ];

  test('a due date goes before every policy', () => {
    expect(deadlineOf({ ...ITEM, dueAt: 500 }, terms(...policies))).toEqual({ at: 500, by: 'dueDate' });
  });

  test('the most specific policy wins: class and type, class, type, the whole stream', () => {
    const target = (item: Partial<SlaItem>, among = policies) =>
      (deadlineOf({ ...ITEM, ...item }, terms(...among))?.at ?? 0) - ITEM.enteredAt;
    expect(target({})).toBe(4);
    expect(target({ type: 'feature' })).toBe(3);
    expect(target({ classOfService: null })).toBe(2);
    expect(target({ classOfService: null, type: null })).toBe(1);
    expect(target({}, policies.toReversed())).toBe(4);
  });

  test('a policy for one class never covers another', () => {
    expect(
      deadlineOf({ ...ITEM, classOfService: 'standard' }, terms(policy('expedite', null, 3))),
    ).toBeNull();
  });

  test('a target on cycle time counts from commitment, and there is no deadline before', () => {
    const cycle: SlaPolicy[] = [{ ...policy(null, null, 7), measure: 'cycle' }];
    expect(deadlineOf(ITEM, terms(...cycle))).toEqual({ at: 157, by: 'policy' });
    expect(deadlineOf({ ...ITEM, committedAt: null }, terms(...cycle))).toBeNull();
  });
});

describe('what was kept', () => {
  const finished = (finishedAt: number, dueAt: number | null) => ({ ...ITEM, finishedAt, dueAt });

  test('finished at the deadline is a hit, a microsecond later a miss', () => {
    expect(verdictOf(finished(500, 500), terms()).verdict).toBe('hit');
    expect(verdictOf(finished(501, 500), terms()).verdict).toBe('miss');
    expect(verdictOf(finished(501, null), terms())).toEqual({ verdict: 'none', deadline: null });
  });

  test('an item without SLA is counted apart, and items outside the intervals not at all', () => {
    const intervals = [0, 10].map((start) => ({ start, end: start + 10, label: '', partial: false }));
    const items = [finished(1, 2), finished(5, 3), finished(6, null), finished(20, 1), finished(-1, 1)];
    const answer = slaCompliance(items, terms(), intervals, 15);
    const first = { finished: 3, hits: 1, misses: 1, withoutSla: 1, hitRate: 0.5 };
    expect(answer.total).toEqual(first);
    expect(answer.intervals).toEqual([
      { ...intervals[0], ...first, complete: true },
      { ...intervals[1], finished: 0, hits: 0, misses: 0, withoutSla: 0, hitRate: null, complete: false },
    ]);
    expect(answer.misses).toEqual([{ item: items[1], deadline: { at: 3, by: 'dueDate' }, lateByUs: 2 }]);
  });
});

describe('what will be kept', () => {
  const due = (dueAt: number | null) => ({ ...ITEM, dueAt });
  const outlook = (expected: number | null, now: number, ...dueAts: (number | null)[]) => {
    const { late, atRisk } = slaOutlook(dueAts.map(due), terms(), expected, now);
    return { late: late.map(({ item }) => item.dueAt), atRisk: atRisk.map(({ item }) => item.dueAt) };
  };

  test('late is past its deadline; at risk is expected past it; each with the most urgent first', () => {
    expect(outlook(100, 150, 199, 140, 200, 120, 160, null)).toEqual({
      late: [120, 140],
      atRisk: [160, 199],
    });
  });

  test('an item is not expected to finish in the past, and may still finish now', () => {
    expect(outlook(10, 150, 150, 149)).toEqual({ late: [149], atRisk: [] });
    expect(slaOutlook([due(104)], terms(), 5, 103).atRisk[0]?.expectedFinishAt).toBe(105);
  });

  test('without lead times to go by, nothing is called at risk', () => {
    expect(outlook(null, 150, 160, 140)).toEqual({ late: [140], atRisk: [] });
  });
});

describe('a target in working time', () => {
  const at = (iso: string) => Date.parse(iso) * 1000;
  const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: '09:00', ends: '17:00' }));
  const office = new WorkingCalendar({ timeZone: 'Europe/Berlin', hours, holidays: ['2026-12-25'] });
  const promise = (targetHours: number, clock: SlaPolicy['clock']) => ({
    policies: [{ ...policy(null, null, targetHours * HOUR), clock }],
    calendar: office,
  });
  // The Wednesday before Christmas, two hours before the office closes.
  const item = { ...ITEM, enteredAt: at('2026-12-23T15:00+01:00') };

  test('is used up only when the stream works', () => {
    expect(deadlineOf(item, promise(4, 'elapsed'))?.at).toBe(at('2026-12-23T19:00+01:00'));
    expect(deadlineOf(item, promise(4, 'working'))?.at).toBe(at('2026-12-24T11:00+01:00'));
    expect(deadlineOf(item, promise(16, 'working'))?.at).toBe(at('2026-12-28T15:00+01:00'));
  });

  test('says nothing about an item with a due date', () => {
    const dueAt = at('2026-12-26T12:00Z');
    expect(deadlineOf({ ...item, dueAt }, promise(1, 'working'))).toEqual({ at: dueAt, by: 'dueDate' });
  });

  test('puts an item at risk by its own clock, not over the weekend', () => {
    const flagAt = (iso: string) => slaStateOf(item, promise(20, 'working'), 0.5, at(iso))?.flag;
    // 2 h on Wednesday, 8 h on Thursday; Friday is a holiday.
    expect(flagAt('2026-12-24T16:59:59.999+01:00')).toBeNull();
    expect(flagAt('2026-12-24T17:00+01:00')).toBe('atRisk');
    expect(deadlineOf(item, promise(10, 'working'))?.at).toBe(at('2026-12-24T17:00+01:00'));
    const atDeadline = slaStateOf(item, promise(10, 'working'), 0.5, at('2026-12-24T17:00+01:00'));
    expect(atDeadline?.flag).toBe('atRisk');
    expect(slaStateOf(item, promise(10, 'working'), 0.5, at('2026-12-27T12:00Z'))?.flag).toBe('breached');
  });
});

describe('what is to be said of an open item', () => {
  const flags = (item: Partial<SlaItem>, share: number | null, ...nows: number[]) =>
    nows.map((now) => slaStateOf({ ...ITEM, ...item }, terms(policy(null, null, 100)), share, now)?.flag);

  test('at risk from the share of the time on that was allowed, breached after the deadline', () => {
    expect(flags({}, 0.8, 179, 180, 200, 201)).toEqual([null, 'atRisk', 'atRisk', 'breached']);
    expect(flags({ dueAt: 300 }, 0.8, 259, 260, 300, 301)).toEqual([null, 'atRisk', 'atRisk', 'breached']);
  });

  test('never at risk where that is switched off, but breached', () => {
    expect(flags({}, null, 180, 200, 201)).toEqual([null, null, 'breached']);
  });

  test('breached from the beginning when it was due before it entered', () => {
    expect(flags({ dueAt: 50 }, 0.8, 101)).toEqual(['breached']);
  });

  test('nothing without an SLA', () => {
    expect(slaStateOf(ITEM, terms(), 0.8, 1e9)).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import {
  deadlineOf,
  HOUR,
  type SlaItem,
  type SlaPolicy,
  slaCompliance,
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
});

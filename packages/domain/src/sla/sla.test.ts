import { describe, expect, test } from 'vitest';
import { deadlineOf, type SlaItem, type SlaPolicy, slaCompliance, slaOutlook, verdictOf } from '../index.ts';

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
  targetUs,
});

describe('which deadline counts', () => {
  const policies = [
    policy(null, null, 1),
    policy(null, 'defect', 2),
    policy('expedite', null, 3),
    policy('expedite', 'defect', 4),
    policy('standard', 'defect', 5),
  ];

  test('a due date goes before every policy', () => {
    expect(deadlineOf({ ...ITEM, dueAt: 500 }, policies)).toEqual({ at: 500, by: 'dueDate' });
  });

  test('the most specific policy wins: class and type, class, type, the whole stream', () => {
    const target = (item: Partial<SlaItem>, among = policies) =>
      (deadlineOf({ ...ITEM, ...item }, among)?.at ?? 0) - ITEM.enteredAt;
    expect(target({})).toBe(4);
    expect(target({ type: 'feature' })).toBe(3);
    expect(target({ classOfService: null })).toBe(2);
    expect(target({ classOfService: null, type: null })).toBe(1);
    expect(target({}, policies.toReversed())).toBe(4);
  });

  test('a policy for one class never covers another', () => {
    expect(deadlineOf({ ...ITEM, classOfService: 'standard' }, [policy('expedite', null, 3)])).toBeNull();
  });

  test('a target on cycle time counts from commitment, and there is no deadline before', () => {
    const cycle: SlaPolicy[] = [{ ...policy(null, null, 7), measure: 'cycle' }];
    expect(deadlineOf(ITEM, cycle)).toEqual({ at: 157, by: 'policy' });
    expect(deadlineOf({ ...ITEM, committedAt: null }, cycle)).toBeNull();
  });
});

describe('what was kept', () => {
  const finished = (finishedAt: number, dueAt: number | null) => ({ ...ITEM, finishedAt, dueAt });

  test('finished at the deadline is a hit, a microsecond later a miss', () => {
    expect(verdictOf(finished(500, 500), []).verdict).toBe('hit');
    expect(verdictOf(finished(501, 500), []).verdict).toBe('miss');
    expect(verdictOf(finished(501, null), [])).toEqual({ verdict: 'none', deadline: null });
  });

  test('an item without SLA is counted apart, and items outside the intervals not at all', () => {
    const intervals = [0, 10].map((start) => ({ start, end: start + 10, label: '', partial: false }));
    const items = [finished(1, 2), finished(5, 3), finished(6, null), finished(20, 1), finished(-1, 1)];
    const answer = slaCompliance(items, [], intervals, 15);
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
    const { late, atRisk } = slaOutlook(dueAts.map(due), [], expected, now);
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
    expect(slaOutlook([due(104)], [], 5, 103).atRisk[0]?.expectedFinishAt).toBe(105);
  });

  test('without lead times to go by, nothing is called at risk', () => {
    expect(outlook(null, 150, 160, 140)).toEqual({ late: [140], atRisk: [] });
  });
});

import { describe, expect, test } from 'vitest';
import {
  HOUR,
  type OutlookItem,
  readOutlook,
  type SlaPolicy,
  type SlaTerms,
  WorkingCalendar,
} from '../index.ts';

const DEV = { id: 1, name: 'dev', position: 1, kind: 'active', wipLimit: -1 } as const;
const ITEM: OutlookItem = {
  enteredAt: 100,
  committedAt: 150,
  dueAt: null,
  classOfService: 'expedite',
  type: 'defect',
  queueId: DEV.id,
  visits: [{ queueId: DEV.id, enteredAt: 100, leftAt: null }],
};
const always = new WorkingCalendar({ timeZone: 'UTC', hours: [], holidays: [] });
const promise = (targetUs: number, clock: SlaPolicy['clock'] = 'elapsed', calendar = always): SlaTerms => ({
  policies: [{ classOfService: null, type: null, measure: 'lead', clock, targetUs }],
  calendar,
});
/** Nothing was finished yet, so that only the time decides. */
const stateAt = (item: OutlookItem, terms: SlaTerms, atRiskShare: number | null, at: number) =>
  readOutlook({ queues: [DEV], terms, finished: [], at, atRiskShare, minimumSample: 10 })(item).state;
const states = (item: Partial<OutlookItem>, share: number | null, ...ats: number[]) =>
  ats.map((at) => stateAt({ ...ITEM, ...item }, promise(100), share, at));

describe('the state of an open item', () => {
  test('is at risk from the share of the time on that was allowed, late after the deadline', () => {
    expect(states({}, 0.8, 179, 180, 200, 201)).toEqual(['onTrack', 'atRisk', 'atRisk', 'late']);
    expect(states({ dueAt: 300 }, 0.8, 259, 260, 300, 301)).toEqual(['onTrack', 'atRisk', 'atRisk', 'late']);
  });

  test('is never at risk by its time where that is switched off, but late', () => {
    expect(states({}, null, 180, 200, 201)).toEqual(['onTrack', 'onTrack', 'late']);
  });

  test('is late from the beginning when it was due before it entered', () => {
    expect(states({ dueAt: 50 }, 0.8, 101)).toEqual(['late']);
  });

  test('counts the hours of the policy, not a weekend', () => {
    const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: '09:00', ends: '17:00' }));
    const office = new WorkingCalendar({ timeZone: 'Europe/Berlin', hours, holidays: ['2026-12-25'] });
    const at = (iso: string) => Date.parse(iso) * 1000;
    // The Wednesday before Christmas, two hours before the office closes; 8 h follow on Thursday, and Friday is a holiday.
    const enteredAt = at('2026-12-23T15:00+01:00');
    const item = { ...ITEM, enteredAt, visits: [{ queueId: DEV.id, enteredAt, leftAt: null }] };
    const state = (targetHours: number, iso: string) =>
      stateAt(item, promise(targetHours * HOUR, 'working', office), 0.5, at(iso));
    expect(state(20, '2026-12-24T16:59:59.999+01:00')).toBe('onTrack');
    expect(state(20, '2026-12-24T17:00+01:00')).toBe('atRisk');
    expect(state(10, '2026-12-24T17:00+01:00')).toBe('atRisk');
    expect(state(10, '2026-12-27T12:00Z')).toBe('late');
  });

  test('lasts to the end of a due day in the zone of the stream', () => {
    const calendar = new WorkingCalendar({ timeZone: 'America/New_York', hours: [], holidays: [] });
    const at = (iso: string) => Date.parse(iso) * 1000;
    const enteredAt = at('2026-11-01T00:00Z');
    const item = { ...ITEM, enteredAt, dueAt: at('2026-11-20T00:00Z'), visits: [] };
    const state = (iso: string) => stateAt(item, { policies: [], calendar }, 0.9, at(iso));
    expect(state('2026-11-20T08:00-05:00')).toBe('atRisk');
    expect(state('2026-11-20T23:59:59.999-05:00')).toBe('atRisk');
    expect(state('2026-11-21T00:00-05:00')).toBe('late');
  });
});

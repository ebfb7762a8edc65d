import { describe, expect, test } from 'vitest';
import {
  backtestHowMany,
  backtestWhen,
  type DayItems,
  dateOfDay,
  dayNumber,
  finishedByDay,
  WorkingCalendar,
  workingDaysOf,
} from '../index.ts';
import { samplepathSpells } from '../testing/samplepath.ts';
import { hasSharedData } from '../testing/shared-data.ts';

const noCalendar = new WorkingCalendar({ timeZone: 'UTC', hours: [], holidays: [] });
const terms = {
  rules: { days: 'split' as const, exclude: [], isWorkingDay: workingDaysOf(noCalendar) },
  percentiles: [50, 70, 85, 95],
  historyDays: 90,
  step: 14,
};

describe.skipIf(!hasSharedData)('samplepath: how often forecasts of two years came true', () => {
  const first = dayNumber('2022-02-17');
  const from = first * 86_400_000_000;
  const to = from + 698 * 86_400_000_000;
  const range = { from, to, timeZone: 'UTC', fromLocal: '', toLocal: '' };
  const finishedAt = samplepathSpells().flatMap(({ endedAt }) => endedAt ?? []);
  const days = finishedByDay(finishedAt, range, to);

  test('how many items in 14 days', () => {
    const { calibration, origins, skipped, unresolved, areOverlapping } = backtestHowMany(days, 14, terms);
    expect(origins.length).toBe(43);
    expect({ skipped, unresolved, areOverlapping }).toEqual({
      skipped: 0,
      unresolved: 0,
      areOverlapping: false,
    });
    expect(origins[0]).toMatchObject({ date: '2022-05-18', happened: 7 });
    expect(origins[0]?.promised.map(({ value }) => value)).toEqual([10, 8, 6, 4]);
    expect(calibration.map(({ hits }) => hits)).toEqual([26, 33, 36, 40]);
    [0.546, 0.7457, 0.8896, 0.9779].forEach((share, place) => {
      expect(calibration[place]?.promisedShare).toBeCloseTo(share, 4);
    });
    const [, , at85, at95] = calibration;
    expect(at85).toMatchObject({ origins: 43, verdict: 'holds' });
    expect([at85?.hitShare, ...(at85?.hitInterval ?? [])].map((share) => share?.toFixed(4))).toEqual([
      '0.8372',
      '0.7003',
      '0.9188',
    ]);
    expect([at95?.hitShare, ...(at95?.hitInterval ?? [])].map((share) => share?.toFixed(4))).toEqual([
      '0.9302',
      '0.8139',
      '0.9760',
    ]);
    expect(at95?.verdict).toBe('overconfident');
  });

  test('when 10 items are finished', () => {
    const { calibration, unresolved, areOverlapping, origins } = backtestWhen(days, 10, terms);
    expect(calibration.map(({ hits }) => hits)).toEqual([25, 32, 35, 41]);
    expect({ origins: origins.length, unresolved, areOverlapping }).toEqual({
      origins: 43,
      unresolved: 1,
      areOverlapping: true,
    });
  });
});

describe('a backtest', () => {
  const steady = (length: number): DayItems[] =>
    Array.from({ length }, (_, n) => ({ date: dateOfDay(20_000 + n), items: 2 }));
  const daily = { ...terms, rules: { ...terms.rules, days: 'all' as const } };

  test('of days that are all alike keeps every promise', () => {
    const { calibration } = backtestHowMany(steady(300), 14, daily);
    for (const each of calibration) {
      expect(each).toMatchObject({ hits: 15, origins: 15, hitShare: 1, promisedShare: 1, verdict: 'holds' });
    }
  });

  test('judges nothing by fewer than ten origins', () => {
    const { calibration } = backtestHowMany(steady(90 + 9 * 14), 14, daily);
    expect(calibration.map(({ origins, verdict }) => [origins, verdict])).toEqual(
      Array(4).fill([9, 'tooFewOrigins']),
    );
    expect(backtestHowMany(steady(90), 14, daily).calibration[0]).toMatchObject({
      ...{ hits: 0, origins: 0, hitShare: null, hitInterval: null, promisedShare: null },
    });
  });

  test('asks with what lay before alone, so that a stream that slows down proves it overconfident', () => {
    const verdict = (itemsOn: (n: number) => number) => {
      const days = steady(600).map((day, n) => ({ ...day, items: itemsOn(n) }));
      const { origins, calibration } = backtestHowMany(days, 14, daily);
      expect(origins[0]?.promised[3]?.value).toBeGreaterThanOrEqual(14 * Math.min(itemsOn(0), itemsOn(89)));
      return calibration.map(({ verdict }) => verdict);
    };
    expect(verdict((n) => 10 - Math.floor(n / 60))).toEqual(Array(4).fill('overconfident'));
    expect(verdict((n) => 1 + Math.floor(n / 60))[0]).toBe('cautious');
  });

  test('skips origins with too little before them, and says so', () => {
    const late = steady(300).map((day, n) => (n < 100 ? { ...day, items: 0 } : day));
    expect(backtestHowMany(late, 14, daily)).toMatchObject({ skipped: 2, unresolved: 0 });
    expect(backtestWhen(late, 10, daily)).toMatchObject({ skipped: 2 });
  });

  test('overlaps where it looks further than to the next origin', () => {
    const overlap = (step: number) => backtestHowMany(steady(300), 14, { ...daily, step }).areOverlapping;
    expect([overlap(14), overlap(13)]).toEqual([false, true]);
    expect(() => overlap(0)).toThrow(RangeError);
  });
});

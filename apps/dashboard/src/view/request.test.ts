import type { ValueStream } from '@kanban/api';
import { describe, expect, test } from 'vitest';
import { chooseStream, requestOf } from './request.ts';
import { readView } from './view.ts';

function stream(name: string, change: Partial<ValueStream> = {}): ValueStream {
  return {
    name,
    timeZone: 'Asia/Kathmandu',
    queueCount: 3,
    firstEventAt: '2026-01-01T00:00:00.000000Z',
    lastEventAt: '2026-03-01T00:00:00.000000Z',
    lastAuditId: 1,
    ...change,
  };
}

describe('the range', () => {
  const lateEvening = Date.parse('2026-03-01T18:20:00Z');

  test('ends today where the stream is, not where the browser is', () => {
    const request = requestOf(readView('?days=30'), stream('main'), lateEvening);
    expect(request).toMatchObject({ from: '2026-02-01', to: '2026-03-02', timeZone: 'Asia/Kathmandu' });
  });

  test('ends today in the zone that was chosen', () => {
    const request = requestOf(readView('?days=30&timeZone=America%2FNew_York'), stream('main'), lateEvening);
    expect(request).toMatchObject({ from: '2026-01-31', to: '2026-03-01', timeZone: 'America/New_York' });
  });

  test('is passed on as it is when it was chosen, and so is a zone that nobody knows', () => {
    const request = requestOf(readView('?from=2026-02-30&to=x&timeZone=Mars'), stream('main'), lateEvening);
    expect(request).toMatchObject({ from: '2026-02-30', to: 'x', timeZone: 'Mars' });
  });
});

describe('the interval', () => {
  test.each([
    ['1', 'hour', 'hour'],
    ['30', 'day', 'day'],
    ['90', 'day', 'week'],
    ['365', 'day', 'week'],
    ['1500', 'week', 'month'],
  ])('suits %s days', (days, pointInterval, barInterval) => {
    expect(requestOf(readView(`?days=${days}`), stream('main'), 0)).toMatchObject({
      pointInterval,
      barInterval,
    });
  });

  test('is the one chosen, for all charts', () => {
    const request = requestOf(readView('?interval=month'), stream('main'), 0);
    expect(request).toMatchObject({ pointInterval: 'month', barInterval: 'month' });
  });
});

describe('the stream', () => {
  const quietMain = stream('main', { lastEventAt: null });
  const older = stream('a', { lastEventAt: '2026-01-01T00:00:00.000000Z' });
  const newer = stream('b', { lastEventAt: '2026-02-01T00:00:00.000000Z' });

  test('is main when something happened there', () => {
    expect(chooseStream([newer, stream('main')], null)?.name).toBe('main');
  });

  test('is else the one where something happened last', () => {
    expect(chooseStream([older, newer, quietMain], null)?.name).toBe('b');
  });

  test('is the one asked for, or none', () => {
    expect(chooseStream([older, quietMain], 'main')).toBe(quietMain);
    expect(chooseStream([older], 'main')).toBeUndefined();
    expect(chooseStream([], null)).toBeUndefined();
  });
});

describe('what is compared with', () => {
  const before = (query: string, now = '2026-03-01T12:00:00Z') =>
    requestOf(readView(query), stream('main', { timeZone: 'UTC' }), Date.parse(now)).before;

  test('is as long and ends where the range begins', () => {
    expect(before('?days=14')).toEqual({ from: '2026-02-02', to: '2026-02-15' });
    expect(before('?from=2026-03-01&to=2026-03-31')).toEqual({ from: '2026-01-29', to: '2026-02-28' });
  });

  test('is the same days a year ago, also of a leap day', () => {
    expect(before('?from=2024-02-29&to=2024-03-01&compare=lastYear')).toEqual({
      from: '2023-02-28',
      to: '2023-03-01',
    });
  });

  test.each(['?from=1990-01-01&to=2026-02-28', '?from=1970-06-01&to=1970-06-30&compare=lastYear'])(
    'is nothing where it would begin before 1970, which the page can say: %s',
    (query) => {
      const request = requestOf(readView(query), stream('main'), Date.parse('2026-03-01T12:00:00Z'));
      expect(request).toMatchObject({ before: null, compareWith: undefined, isBeforeAll: { range: true } });
    },
  );

  test('of a day in the first week of 1970 is nothing', () => {
    const request = requestOf(readView('?asOf=1970-01-05'), stream('main'), 0);
    expect(request).toMatchObject({ atBefore: undefined, dayBefore: undefined });
    expect(request.isBeforeAll.day).toBe(true);
  });

  test('is nothing when nothing was chosen, or the range is none', () => {
    expect(before('?compare=none')).toBeNull();
    expect(before('?from=2026-05-01&to=2026-04-01')).toBeNull();
    expect(before('?from=2026-02-30&to=x')).toBeNull();
  });
});

describe('a day that is looked at', () => {
  const at = (query: string, timeZone = 'Asia/Kathmandu') =>
    requestOf(readView(query), stream('main', { timeZone }), Date.parse('2026-03-01T12:00:00Z')).at;

  test('is looked at as it ended where the stream is', () => {
    expect(at('?asOf=2026-02-27')).toBe('2026-02-27T18:15:00.000Z');
    expect(at('?asOf=2025-03-30', 'Europe/Berlin')).toBe('2025-03-30T22:00:00.000Z');
  });

  test('is now when it is today or later', () => {
    expect([at(''), at('?asOf=2026-03-01'), at('?asOf=2027-01-01')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  const looked = (query: string) =>
    requestOf(readView(query), stream('main', { timeZone: 'UTC' }), Date.parse('2026-03-04T12:00:00Z'));

  test('is where ranges and what is compared with end', () => {
    expect(looked('?asOf=2026-03-02&days=7')).toMatchObject({
      ...{ from: '2026-02-24', to: '2026-03-02', day: '2026-03-02', today: '2026-03-04' },
      ...{ compareWith: '2026-02-17..2026-02-23', dayBefore: '2026-02-23', lastWorkday: '2026-02-27' },
    });
    expect(looked('?asOf=2026-03-02&since=month')).toMatchObject({ from: '2026-03-01', to: '2026-03-02' });
    expect(looked('?asOf=2026-03-02&compare=lastYear').dayBefore).toBe('2025-03-02');
    expect(looked('?compare=none').dayBefore).toBeUndefined();
  });

  test('by what was known then when it is an instant; what is neither is for the API to refuse', () => {
    const asOf = '2026-03-02T23:30:00.000000Z';
    expect(looked(`?asOf=${asOf}&days=7`)).toMatchObject({ asOf, day: '2026-03-02' });
    expect(looked(`?asOf=${asOf}`).at).toBeUndefined();
    expect(looked('?asOf=2026-02-30')).toMatchObject({ asOf: '2026-02-30' });
    expect(looked('?asOf=soon')).toMatchObject({ asOf: 'soon', day: '2026-03-04' });
  });
});

describe('the last working day', () => {
  test.each([
    ['2026-03-02', '2026-02-27'],
    ['2026-03-03', '2026-03-02'],
    ['2026-03-01', '2026-02-27'],
  ])('of %s is %s', (today, expected) => {
    const request = requestOf(
      readView(''),
      stream('main', { timeZone: 'UTC' }),
      Date.parse(`${today}T12:00:00Z`),
    );
    expect(request.lastWorkday).toBe(expected);
  });
});

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

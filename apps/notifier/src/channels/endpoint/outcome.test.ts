import type { Posted } from '@kanban/notifications/endpoints';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome.ts';
import { retryAfterMs } from './retry-after.ts';

const answered = (status: number, more: Partial<Posted & { kind: 'answered' }> = {}): Posted => ({
  kind: 'answered',
  status,
  retryAfter: undefined,
  excerpt: '',
  handOver: 'done',
  ...more,
});

it.each([200, 202, 204])('takes %i for accepted', (status) => {
  expect(outcomeOf(answered(status))).toMatchObject({ kind: 'accepted' });
});

it.each([400, 401, 403, 404, 405, 410, 413, 422, 451, 301, 302, 303, 307, 308, 304])(
  'takes %i for refused for good',
  (status) => {
    expect(outcomeOf(answered(status))).toMatchObject({ kind: 'refused', mayHaveArrived: false });
  },
);

it.each([
  [408, false],
  [425, false],
  [429, false],
  [500, false],
  [503, false],
  [507, false],
  [502, true],
  [504, true],
])('takes %i for a failure for now, after which it may have arrived: %s', (status, mayHaveArrived) => {
  expect(outcomeOf(answered(status))).toMatchObject({ kind: 'failed', mayHaveArrived });
});

it('says what came back, on one line', () => {
  expect(outcomeOf(answered(404, { excerpt: 'no_service' }))).toMatchObject({
    error: '404 Not Found: no_service',
  });
  expect(outcomeOf(answered(500))).toMatchObject({ error: '500 Internal Server Error' });
});

it('does not say that a message may have arrived that was not handed over', () => {
  expect(outcomeOf(answered(502, { handOver: 'asking' }))).toMatchObject({ mayHaveArrived: false });
});

describe('no answer', () => {
  it.each([
    ['not begun', false],
    ['asking', false],
    ['done', true],
  ] as const)('with the hand-over %s: it may have arrived: %s', (handOver, mayHaveArrived) => {
    expect(outcomeOf({ kind: 'failed', error: 'cut', isForGood: false, isSilent: false, handOver })).toEqual({
      kind: 'failed',
      error: 'cut',
      mayHaveArrived,
    });
  });

  it('because the URL may not be used is for good', () => {
    const posted = {
      kind: 'failed',
      error: 'private',
      isForGood: true,
      isSilent: false,
      handOver: 'not begun',
    } as const;
    expect(outcomeOf(posted)).toEqual({ kind: 'refused', error: 'private', mayHaveArrived: false });
  });

  it('because another notifier has the delivery is none of ours', () => {
    const posted = {
      kind: 'failed',
      error: 'taken',
      isForGood: false,
      isSilent: false,
      handOver: 'overtaken',
    } as const;
    expect(outcomeOf(posted)).toEqual({ kind: 'overtaken' });
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 22, 12, 0, 0);

  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Sun, 22 Nov 2026 12:01:00 GMT', 60_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['999999999', 6 * 3_600_000],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j asks for %s ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });

  it('is part of the outcome of an answer that says not now', () => {
    expect(outcomeOf(answered(429, { retryAfter: '3' }))).toMatchObject({ retryAfterMs: 3_000 });
  });
});

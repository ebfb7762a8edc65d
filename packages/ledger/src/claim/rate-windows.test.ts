import { HOUR, MINUTE } from '@kanban/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takePlace } from './rate-windows.ts';

describe('a rate limit', () => {
  it('admits at once while there is room, and then in windows that follow each other', () => {
    const window = { begins: 0, used: 0 };
    const now = 1_000 * HOUR;
    const places = Array.from({ length: 7 }, () => takePlace(window, now, 3, HOUR) - now);
    expect(places).toEqual([0, 0, 0, HOUR, HOUR, HOUR, 2 * HOUR]);
  });

  it('starts again when its window is over', () => {
    const window = { begins: 0, used: 0 };
    const now = 1_000 * HOUR;
    for (let n = 0; n < 3; n++) takePlace(window, now, 3, HOUR);
    expect(takePlace(window, now + HOUR, 3, HOUR)).toBe(now + HOUR);
  });

  it('never gives a place twice over, in the past, or before one it gave earlier', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 5 }), (seconds, limit) => {
        const window = { begins: 0, used: 0 };
        const taken = new Map<number, number>();
        let now = 1_000 * HOUR;
        let last = 0;
        for (const gap of seconds) {
          now += gap * 1_000_000;
          const place = takePlace(window, now, limit, MINUTE);
          expect(place).toBeGreaterThanOrEqual(Math.max(now, last));
          last = place;
          taken.set(window.begins, (taken.get(window.begins) ?? 0) + 1);
        }
        expect(Math.max(...taken.values())).toBeLessThanOrEqual(limit);
        const begins = [...taken.keys()];
        for (const [index, at] of begins.slice(1).entries()) {
          expect(at - (begins[index] as number)).toBeGreaterThanOrEqual(MINUTE);
        }
      }),
    );
  });
});

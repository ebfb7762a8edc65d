import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withinDeadline } from './within-deadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<string>(() => {});
const tooLate = (): string => {
  throw new Error('too late');
};

it('passes on what the work comes to, and leaves no timer behind', async () => {
  expect(await withinDeadline(1_000, Promise.resolve('done'), tooLate)).toBe('done');
  await expect(withinDeadline(1_000, Promise.reject(new Error('broken')), tooLate)).rejects.toThrow('broken');
  expect(vi.getTimerCount()).toBe(0);
});

it('ends at the deadline and not before, with what is thrown or returned then', async () => {
  const outcomes: unknown[] = [];
  withinDeadline(1_000, never, tooLate).catch((error: Error) => outcomes.push(error.message));
  withinDeadline(1_000, never, () => 'a default').then((value) => outcomes.push(value));
  await vi.advanceTimersByTimeAsync(999);
  expect(outcomes).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(outcomes.toSorted()).toEqual(['a default', 'too late']);
});

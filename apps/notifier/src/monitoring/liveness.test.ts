import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Silence, watchSilence } from './liveness.ts';

let silence: Silence;
beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  silence.stop();
  vi.useRealTimers();
});

const watch = (countWaiting: () => Promise<number>) => {
  silence = watchSilence({ countWaiting, silentAfterMs: 10_000 });
};

test('with jobs waiting and none begun or ended it is silent after the time given', async () => {
  watch(async () => 3);
  await vi.advanceTimersByTimeAsync(9_500);
  expect(silence.isSilent()).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(silence.isSilent()).toBe(true);
});

test('it is not silent while nothing waits', async () => {
  watch(async () => 0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(silence.isSilent()).toBe(false);
});

test('a job that ends is a sign of life; one that hangs is none', async () => {
  watch(async () => 3);
  let end = () => {};
  const job = silence.during(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  await vi.advanceTimersByTimeAsync(11_000);
  expect(silence.isSilent()).toBe(true);
  end();
  await job;
  expect(silence.isSilent()).toBe(false);
  await vi.advanceTimersByTimeAsync(5_000);
  await silence.during(() => Promise.reject(new Error('failed'))).catch(() => {});
  await vi.advanceTimersByTimeAsync(9_000);
  expect(silence.isSilent()).toBe(false);
});

test('while it has to note what was accepted it is not silent, or the message would be sent again', async () => {
  watch(async () => 3);
  let noted = () => {};
  const note = silence.keeping(
    () =>
      new Promise<void>((resolve) => {
        noted = resolve;
      }),
  );
  await vi.advanceTimersByTimeAsync(600_000);
  expect(silence.isSilent()).toBe(false);
  noted();
  await note;
  await vi.advanceTimersByTimeAsync(9_000);
  expect(silence.isSilent()).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(silence.isSilent()).toBe(true);
});

test('without an answer from Redis nothing is known, and that is not its fault', async () => {
  watch(() => Promise.reject(new Error('away')));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(silence.isSilent()).toBe(false);
  silence.stop();
  watch(() => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(silence.isSilent()).toBe(false);
});

import { expect, it } from 'vitest';
import { createSilence } from './silence.ts';

let now = 0;
const silence = () => {
  now = 1_000;
  return createSilence(() => now);
};

it('leaves an endpoint alone for fifteen seconds once it was silent three times in a row', () => {
  const { leftMs, note } = silence();
  for (const _ of [1, 2]) note('ops', true);
  expect(leftMs('ops')).toBe(0);
  note('OPS', true);
  expect([leftMs('ops'), leftMs('other')]).toEqual([15_000, 0]);
  now += 14_999;
  expect(leftMs('ops')).toBe(1);
});

it('lets one try through afterwards, and only one', () => {
  const { leftMs, note } = silence();
  for (const _ of [1, 2, 3]) note('ops', true);
  now += 15_000;
  expect([leftMs('ops'), leftMs('ops')]).toEqual([0, 15_000]);
  now += 5_000;
  note('ops', true);
  expect(leftMs('ops')).toBe(15_000);
});

it('knows nothing of it after an answer', () => {
  const { leftMs, note } = silence();
  for (const _ of [1, 2, 3]) note('ops', true);
  note('ops', false);
  note('ops', true);
  expect(leftMs('ops')).toBe(0);
});

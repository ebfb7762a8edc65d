import { CLOCK_WORDS } from '../../answer/asked-clock.ts';

const VERSION = 1;

export function wordsOf(clock: 'elapsed' | 'working') {
  return {
    limits:
      'average ± 2.66 × the mean of moving ranges (differences of successive baseline points); sigma = that mean ÷ 1.128; with one ' +
      'point all lines are its value',
    rules:
      'beyondLimit: outside the limits; twoOfThree: 2 of 3 successive points beyond 2 sigma on one side; fourOfFive: 4 of 5 beyond 1 sigma ' +
      'on one side; eightInARow: 8 on one side of the average. All comparisons are strict',
    points:
      'complete intervals that the range does not cut; of age those with work in progress; of cycleTime and leadTime finished items, by ' +
      'finished at, then item',
    clock: CLOCK_WORDS[clock],
    version: VERSION,
  };
}

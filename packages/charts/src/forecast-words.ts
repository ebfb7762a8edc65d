import { countOf } from './format/numbers.ts';

/** Why there is no forecast, as a sentence. */
export function whyNothing(reason: 'tooLittleHistory' | 'nothingFinished' | null): string {
  if (reason === 'nothingFinished') return 'The days to come are like days on which nothing was finished.';
  return 'There is too little history: 14 days are needed, and something finished on 5 of them.';
}

/** `of 90 days, in which 108 items were finished` */
export function historyWords({ days, items }: { days: number; items: number }): string {
  return `of ${countOf(days, 'day')}, in which ${countOf(items, 'item')} were finished`;
}

/** `85 of 100: ` and what is promised with it. */
export function promiseText(percentile: number, promise: string): string {
  return `${percentile} of 100: ${promise}`;
}

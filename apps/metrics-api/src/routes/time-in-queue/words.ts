import { CLOCK_WORDS } from '../../answer/asked-clock.ts';

const VERSION = 1;

interface Asked {
  scope: 'finished' | 'window';
  measure: 'cycle' | 'lead';
  clock: 'elapsed' | 'working';
}

export function wordsOf({ scope, measure, clock }: Asked) {
  const start = measure === 'lead' ? 'entered' : 'committed';
  return {
    population:
      scope === 'finished'
        ? `items finished in the range, from ${start} to finished`
        : `all items, as far as they were in progress (from ${start} on) within the range`,
    clock: CLOCK_WORDS[clock],
    time: 'the sum of all visits to the queue, cut to that; queue null: delivered before a reopening, or off the board',
    efficiency:
      'active ÷ total; active = time in active queues, less blocked time there; waiting = all the rest. pooled = sums, median = of ' +
      "items' own ratios",
    bottleneck:
      'the active queue with the greatest heldShare: its time and that of the buffers between it and the active queue before it',
    window:
      'averageItems = time ÷ length of the range; isGrowing = on average 1.2 × and 1 more items in the last third than in the first; ' +
      'wipLevels = share of time with exactly so many items; wipLevel85 = the least number that covers 85 % of the time',
    version: VERSION,
  };
}

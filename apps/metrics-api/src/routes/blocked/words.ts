import { CLOCK_WORDS } from '../../answer/asked-clock.ts';

const VERSION = 1;

export function wordsOf(clock: 'elapsed' | 'working', cluster: 'normalised' | 'exact' = 'normalised') {
  return {
    blocked:
      'what of each block lies in the range while its item was in progress: committed, in a backlog, buffer or active queue. The rest ' +
      'is outsideMs. By reason: the reason it began with. By queue: as far as it lasted there',
    population: 'all items in progress in the range',
    clock: CLOCK_WORDS[clock],
    cluster:
      cluster === 'normalised'
        ? 'reasons that differ only in case and blanks are one; the most costly first'
        : 'each reason as it was written; the most costly first',
    finishedItems: 'items finished in the range: their blocked time ÷ their cycle times, both uncut',
    version: VERSION,
  };
}

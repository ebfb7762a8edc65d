import { CLOCK_WORDS } from '../../answer/asked-clock.ts';

const VERSION = 1;

export function wordsOf(clock: 'elapsed' | 'working') {
  return {
    spell:
      'an unbroken stay in progress: from the row that commits to an item to the one that finishes, drops or removes it; arrivals and ' +
      'departures count spells by their begin and end in [start, end)',
    wip: 'at the end of the interval, by all rows before it; averageWip = the time in progress of all items ÷ length',
    age: 'the end − committed, summed over all items in progress then; averageAge = that ÷ wip',
    flowDebt:
      'approximateCycleTime = time in progress of all items ÷ throughput; meanCycleTime = of the items of throughput, from committed ' +
      'to finished; flowDebt = the first − the second',
    clock: CLOCK_WORDS[clock],
    version: VERSION,
  };
}

import { CLOCK_WORDS } from '../../answer/asked-clock.ts';

const VERSION = 1;

export function wordsOf(clock: 'elapsed' | 'working') {
  return {
    window:
      'averageWip = ratePerDay × averageMs, exactly, on every range: items = spells present, each as far as it lies in the range; ' +
      'averageMs = their time ÷ items',
    checks:
      'ratesEqual = (arrivals − departures) ÷ departures; allFinish = the greater of the share of ended spells that were dropped and that ' +
      'of open ones older than 95 % of cycle times; wipSame = change of WIP ÷ averageWip; ageSteady = change of the average age; one ' +
      'item more or less is no difference',
    coherence:
      'from the start of the range until each interval ends: time in progress for each arrival against how long finished spells ' +
      'lasted, and arrivals against spells present; coherent when both are within epsilon',
    boundaryShare: 'the share of the time in progress that comes from spells which the range cuts',
    clock: CLOCK_WORDS[clock],
    version: VERSION,
  };
}

import type { Summarised } from '../../answer/asked-comparison.ts';
import type { figuresOf } from './fields.ts';

type Total = ReturnType<typeof figuresOf>['total'];

/** More finished is better; less in progress, younger and faster too. What arrives is for others to judge. */
export function comparedOf(total: Total): Summarised<{ total: Total }> {
  const { arrivals = 0, throughput = 0, wip = 0, departures = { finished: 0, dropped: 0 } } = total ?? {};
  const present = wip + departures.finished + departures.dropped;
  const figure = (
    name:
      | 'arrivals'
      | 'throughput'
      | 'averageWip'
      | 'wip'
      | 'totalAgeMs'
      | 'averageAgeMs'
      | 'meanCycleTimeMs',
    better: 'higher' | 'lower' | null,
    items: number,
  ) => ({ figure: `total.${name}`, value: total?.[name] ?? null, better, items });
  return {
    summary: { total },
    figures: [
      figure('arrivals', null, arrivals),
      figure('throughput', 'higher', throughput),
      figure('wip', 'lower', wip),
      figure('averageWip', 'lower', present),
      figure('totalAgeMs', 'lower', wip),
      figure('averageAgeMs', 'lower', wip),
      figure('meanCycleTimeMs', 'lower', throughput),
    ],
  };
}

import type { Summarised } from '../../answer/asked-comparison.ts';
import type { figuresOf } from './fields.ts';

type Window = ReturnType<typeof figuresOf>['window'];

/** Less in progress, younger and faster is better. What comes and goes is for others to judge. */
export function comparedOf(window: Window): Summarised<{ window: Window }> {
  const { items = 0, arrivals = 0, departures = 0, wipEnd = 0 } = window ?? {};
  const figure = (
    name:
      | 'averageWip'
      | 'ratePerDay'
      | 'averageMs'
      | 'arrivals'
      | 'departures'
      | 'averageAgeEndMs'
      | 'meanCycleTimeMs',
    better: 'lower' | null,
    of: number,
  ) => ({ figure: `window.${name}`, value: window?.[name] ?? null, better, items: of });
  return {
    summary: { window },
    figures: [
      figure('averageWip', 'lower', items),
      figure('ratePerDay', null, items),
      figure('averageMs', 'lower', items),
      figure('arrivals', null, arrivals),
      figure('departures', null, departures),
      figure('averageAgeEndMs', 'lower', wipEnd),
      figure('meanCycleTimeMs', 'lower', departures),
    ],
  };
}

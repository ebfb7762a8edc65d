import type { Summarised } from '../../answer/asked-comparison.ts';
import type { totalFields } from './fields.ts';

type Age = ReturnType<typeof totalFields>;

/** Fewer and younger is better. */
export function comparedOf(age: Age): Summarised<{ age: Age }> {
  const { items, meanMs, totalMs, percentiles } = age;
  const of = { better: 'lower' as const, items };
  return {
    summary: { age },
    figures: [
      { figure: 'age.items', value: items, ...of },
      { figure: 'age.meanMs', value: meanMs, ...of },
      { figure: 'age.totalMs', value: totalMs, ...of },
      ...percentiles.map(({ percentile, ageMs }) => ({
        figure: `age.percentiles.p${percentile}Ms`,
        ...{ value: ageMs, ...of },
      })),
    ],
  };
}

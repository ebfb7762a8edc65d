import type { Summarised } from '../../answer/asked-comparison.ts';
import type { Family, valuesOf } from './fields.ts';

interface FamilySummary {
  family: Family;
  unit: 'items' | 'ms';
  points: number;
  /** Null without a point. */
  average: number | null;
}

/** More finished is better; less in progress, younger and faster too. What arrives is for others to judge. */
const BETTER: Readonly<Record<Family, 'higher' | 'lower' | null>> = {
  throughput: 'higher',
  arrivals: null,
  wip: 'lower',
  age: 'lower',
  totalAge: 'lower',
  cycleTime: 'lower',
  leadTime: 'lower',
};

/** By the points shown: their limits may come from a baseline that both periods share. */
export function comparedOf(families: ReturnType<typeof valuesOf>): Summarised<{ families: FamilySummary[] }> {
  const summaries = families.map(({ family, unit, points }): FamilySummary => {
    const sum = points.reduce((total, { value }) => total + value, 0);
    return { family, unit, points: points.length, average: points.length === 0 ? null : sum / points.length };
  });
  return {
    summary: { families: summaries },
    figures: summaries.map(({ family, points, average }) => ({
      figure: `families.${family}.average`,
      ...{ value: average, better: BETTER[family], items: points },
    })),
  };
}

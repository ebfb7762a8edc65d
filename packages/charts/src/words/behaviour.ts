import type { ProcessBehaviourAnswer } from '@kanban/api';
import { countOf, formatCount } from '../format/numbers.ts';
import { AVERAGES, changeOf, inUnitOf } from './change.ts';

type Family = ProcessBehaviourAnswer['families'][number];
type Comparison = ProcessBehaviourAnswer['comparison'];

/** News or noise, of the newest point first: `The last one is like before: noise. 2 of 12 earlier ones were unlike the others.` */
export function behaviourWords(charted: Family | undefined, comparison: Comparison = null): string {
  const points = charted?.points ?? [];
  const [last] = points.slice(-1);
  if (!charted || !last) return 'Nothing is complete yet.';
  if (charted.limits === null) return `${countOf(points.length, 'point')}: too few to say what is usual.`;
  const earlier = points.slice(0, -1).filter(({ signals }) => signals.length > 0).length;
  const first =
    last.signals.length > 0 ? 'The last one is unlike before: news.' : 'The last one is like before: noise.';
  const others =
    earlier === 0
      ? ''
      : ` ${formatCount(earlier)} of ${formatCount(points.length - 1)} earlier ones ${earlier === 1 ? 'was' : 'were'} unlike the others.`;
  const few = charted.limits.isProvisional
    ? ` ${countOf(charted.limits.baselinePoints, 'point')} are few: the range will still move.`
    : '';
  return first + others + few + averageWords(charted, comparison);
}

/**
 * ` The average of these 12 points is 5.3; ▲ 1 more than before (4.3).` Nothing without a comparison. Neither better nor
 * worse: news or noise is the only verdict here.
 */
function averageWords({ family, points }: Family, comparison: Comparison): string {
  const before = comparison?.summary.families.find((each) => each.family === family);
  const figure = `families.${family}.average`;
  const difference = comparison?.changes.find((change) => change.figure === figure)?.difference ?? null;
  if (!before || before.average === null || difference === null) return '';
  const now = before.average + difference;
  const told = before.unit === 'ms' ? inUnitOf(Math.max(now, before.average)) : AVERAGES;
  const change = changeOf({ now, before: before.average, good: null, ...told });
  return change === null
    ? ''
    : ` The average of these ${countOf(points.length, 'point')} is ${told.format(now)}; ${change.words}.`;
}

import type { ProcessBehaviourAnswer } from '@kanban/api';
import { countOf, formatCount } from '../format/numbers.ts';

type Family = ProcessBehaviourAnswer['families'][number];

/** News or noise, of the newest point first: `The last one is like before: noise. 2 of 12 earlier ones were unlike the others.` */
export function behaviourWords(charted: Family | undefined): string {
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
  return first + others + few;
}

import type { CumulativeFlowAnswer } from '@kanban/api';
import { largest } from '@kanban/domain/extremes';
import type { Chart } from './chart.ts';
import { cumulativeFlow, flowSpec, verticalDomain } from './cumulative-flow.ts';
import { groupName } from './words/lead-time-groups.ts';

/** More are too small to be compared; all of them are in the numbers. */
const MOST_GROUPS = 6;

interface GroupFlow {
  readonly chart: Chart<CumulativeFlowAnswer>;
  /** Of its group alone. */
  readonly answer: CumulativeFlowAnswer;
}

/** The cumulative flow of each group, the largest first; a height is as many items in each, so that bands can be compared. */
export function cumulativeFlowOfGroups(answer: CumulativeFlowAnswer): readonly GroupFlow[] {
  const sizeOf = ({ points }: Pick<CumulativeFlowAnswer, 'points'>) => points.at(-1)?.arrivals ?? 0;
  const shown = answer.groups
    .toSorted((a, b) => sizeOf(b) - sizeOf(a))
    .slice(0, MOST_GROUPS)
    .map(({ group, points }) => ({ name: groupName(group), own: { ...answer, points, groups: [] } }));
  const span = largest(
    shown.map(({ own }) => {
      const [bottom, top] = verticalDomain(own);
      return top - bottom;
    }),
    0,
  );
  return shown.map(({ name, own }, place) => ({
    answer: own,
    chart: {
      ...cumulativeFlow,
      id: `cumulative-flow-${place + 1}`,
      height: 240,
      question: `${name}: where does it pile up?`,
      emptyText: `No item of “${name}” had entered by the end of this range.`,
      subtitle: () => 'Heights are as many items as in the charts of the other groups beside it.',
      spec: (of, look) => flowSpec(of, look, { span, hasLegend: false }),
    },
  }));
}

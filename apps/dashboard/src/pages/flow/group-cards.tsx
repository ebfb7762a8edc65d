import { cumulativeFlowOfGroups } from '@kanban/charts';
import { useMemo } from 'preact/hooks';
import { useRemote } from '../../app/context.ts';
import { ChartView } from '../../cards/chart-card.tsx';
import { cumulative } from './asks.ts';

/** The cumulative flow of each group beside one another, where the page is split. */
export function GroupCards() {
  const remote = useRemote(cumulative);
  const groups = useMemo(
    () => (remote.answer === null ? [] : cumulativeFlowOfGroups(remote.answer)),
    [remote.answer],
  );
  return (
    <>
      {groups.map(({ chart, answer }) => (
        <ChartView key={chart.id} chart={chart} isAnnotated remote={{ ...remote, answer }} />
      ))}
    </>
  );
}

import { leadTimeGroups } from '@kanban/charts';
import { useApp } from '../../app/context.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { took } from './asks.ts';

/** The groups beside one another, where the page is split. */
export function GroupsCard() {
  const { splitBy } = useApp().view.value;
  return splitBy === 'none' ? null : <ChartCard chart={leadTimeGroups} asks={took} />;
}

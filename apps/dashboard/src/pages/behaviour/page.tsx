import { BEHAVIOUR_FAMILIES, dataQuality, processBehaviourOf, stability } from '@kanban/charts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { ask } from '../../view/ask.ts';
import { ChecksCard, stable } from './checks-card.tsx';

const charted = ask('processBehaviour', { family: BEHAVIOUR_FAMILIES.join(',') });
const quality = ask('dataQuality');
const charts = BEHAVIOUR_FAMILIES.map(processBehaviourOf);

export const behaviour: PageDefinition = {
  uses: ['stream', 'range', 'fields', 'interval', 'clock', 'timeZone'],
  asks: () => [charted, stable, quality],
  Page: () => (
    <div class="grid">
      {charts.map((chart) => (
        <ChartCard key={chart.id} chart={chart} asks={charted} />
      ))}
      <ChecksCard />
      <ChartCard chart={stability} asks={stable} />
      <ChartCard chart={dataQuality} asks={quality} />
    </div>
  ),
};

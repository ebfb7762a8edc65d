import { BEHAVIOUR_FAMILIES, dataQuality, processBehaviourOf, stability } from '@kanban/charts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { ask } from '../../view/ask.ts';
import { ChecksCard, stable } from './checks-card.tsx';
import { BehaviourFigures } from './figures.tsx';

const charted = ask('processBehaviour', { family: BEHAVIOUR_FAMILIES.join(',') });
const quality = ask('dataQuality');
const [first, ...others] = BEHAVIOUR_FAMILIES.map(processBehaviourOf);

export const behaviour: PageDefinition = {
  uses: ['stream', 'range', 'compare', 'asOf', 'fields', 'interval', 'clock', 'timeZone'],
  asks: () => [charted, stable, quality],
  Page: () => (
    <>
      <BehaviourFigures />
      <div class="grid">
        {first && <ChartCard chart={first} asks={charted} />}
        <ChecksCard />
        {others.map((chart) => (
          <ChartCard key={chart.id} chart={chart} asks={charted} />
        ))}
        <ChartCard chart={stability} asks={stable} />
        <ChartCard chart={dataQuality} asks={quality} />
      </div>
    </>
  ),
};

import { cumulativeFlow, flowWip, netFlow, throughput, throughputHistogram, totalAge } from '@kanban/charts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { before } from '../../view/ask.ts';
import { cumulative, finished, flowing } from './asks.ts';
import { FlowFigures } from './figures.tsx';
import { PolicyChoice } from './policy-choice.tsx';

export const flow: PageDefinition = {
  uses: ['stream', 'range', 'compare', 'fields', 'interval', 'clock', 'timeZone'],
  asks: () => [flowing, before(flowing), cumulative, finished, before(finished)],
  Page: () => (
    <>
      <FlowFigures />
      <div class="grid">
        <ChartCard chart={cumulativeFlow} asks={cumulative} tools={<PolicyChoice />} />
        <ChartCard chart={flowWip} asks={flowing} before={before(flowing)} />
        <ChartCard chart={netFlow} asks={flowing} before={before(flowing)} />
        <ChartCard chart={totalAge} asks={flowing} before={before(flowing)} />
        <ChartCard chart={throughput} asks={finished} before={before(finished)} />
        <ChartCard chart={throughputHistogram} asks={flowing} />
      </div>
    </>
  ),
};

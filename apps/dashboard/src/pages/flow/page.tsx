import { cumulativeFlow, flowWip, netFlow, throughput, throughputHistogram, totalAge } from '@kanban/charts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { annotations, Notes } from '../../cards/notes.tsx';
import { before } from '../../view/ask.ts';
import { cumulative, finished, flowing, inQueues, limitsNow, limitsSet } from './asks.ts';
import { FlowFigures } from './figures.tsx';
import { GroupCards } from './group-cards.tsx';
import { LimitsCard } from './limits-card.tsx';
import { PolicyChoice } from './policy-choice.tsx';

export const flow: PageDefinition = {
  uses: ['stream', 'range', 'compare', 'asOf', 'fields', 'splitBy', 'interval', 'clock', 'timeZone'],
  asks: (view) => [
    ...[flowing, before(flowing), cumulative, finished, before(finished)],
    // Once, where it is the same question.
    ...(inQueues(view) === cumulative ? [] : [inQueues(view)]),
    ...[limitsNow, limitsSet, annotations],
  ],
  Page: () => (
    <>
      <FlowFigures />
      <Notes />
      <div class="grid">
        <ChartCard chart={cumulativeFlow} asks={cumulative} isAnnotated tools={<PolicyChoice />} />
        <ChartCard chart={flowWip} asks={flowing} isAnnotated before={before(flowing)} />
        <ChartCard chart={netFlow} asks={flowing} isAnnotated before={before(flowing)} />
        <ChartCard chart={totalAge} asks={flowing} isAnnotated before={before(flowing)} />
        <LimitsCard />
        <ChartCard chart={throughput} asks={finished} isAnnotated before={before(finished)} />
        <ChartCard chart={throughputHistogram} asks={flowing} />
        <GroupCards />
      </div>
    </>
  ),
};

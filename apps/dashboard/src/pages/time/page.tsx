import {
  blockedCauses,
  blockedMap,
  leadTimeDistribution,
  leadTimeScatter,
  queueTimes,
  timeInQueue,
} from '@kanban/charts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { before } from '../../view/ask.ts';
import { blocks, inQueues, took } from './asks.ts';
import { TimeFigures } from './figures.tsx';

export const time: PageDefinition = {
  uses: ['stream', 'range', 'compare', 'fields', 'measure', 'clock', 'timeZone'],
  asks: () => [took, before(took), inQueues, before(inQueues), blocks, before(blocks)],
  Page: () => (
    <>
      <TimeFigures />
      <div class="grid">
        <ChartCard chart={leadTimeScatter} asks={took} before={before(took)} />
        <ChartCard chart={leadTimeDistribution} asks={took} />
        <ChartCard chart={timeInQueue} asks={inQueues} before={before(inQueues)} />
        <ChartCard chart={queueTimes} asks={inQueues} />
        <ChartCard chart={blockedCauses} asks={blocks} before={before(blocks)} />
        <ChartCard chart={blockedMap} asks={blocks} />
      </div>
    </>
  ),
};

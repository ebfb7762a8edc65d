import {
  blockedCauses,
  blockedMap,
  leadTimeDistribution,
  leadTimeOverTime,
  leadTimeScatter,
  queueTimes,
  timeInQueue,
} from '@kanban/charts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { annotations, Notes } from '../../cards/notes.tsx';
import { before } from '../../view/ask.ts';
import { blocks, inQueues, took, tookOverTime } from './asks.ts';
import { TimeFigures } from './figures.tsx';
import { GroupsCard } from './groups-card.tsx';

export const time: PageDefinition = {
  uses: [
    'stream',
    'range',
    'compare',
    'asOf',
    'fields',
    'splitBy',
    'interval',
    'measure',
    'clock',
    'timeZone',
  ],
  asks: () => [
    took,
    before(took),
    tookOverTime,
    inQueues,
    before(inQueues),
    blocks,
    before(blocks),
    annotations,
  ],
  Page: () => (
    <>
      <TimeFigures />
      <Notes />
      <div class="grid">
        <ChartCard chart={leadTimeScatter} asks={took} isAnnotated before={before(took)} />
        <ChartCard chart={leadTimeDistribution} asks={took} />
        <GroupsCard />
        <ChartCard chart={leadTimeOverTime} asks={tookOverTime} isAnnotated />
        <ChartCard chart={timeInQueue} asks={inQueues} before={before(inQueues)} />
        <ChartCard chart={queueTimes} asks={inQueues} />
        <ChartCard chart={blockedCauses} asks={blocks} before={before(blocks)} />
        <ChartCard chart={blockedMap} asks={blocks} />
      </div>
    </>
  ),
};

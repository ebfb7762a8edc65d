import { ageing, queuesNow } from '@kanban/charts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { ask } from '../../view/ask.ts';
import { AttentionCard, attention } from './attention-card.tsx';
import { ChangesCard, changes } from './changes-card.tsx';
import { BlockedCard, OutlookCard, openBefore, openItems } from './open-items-cards.tsx';

const ages = ask('ageing');
const queues = ask('queues');

export const today: PageDefinition = {
  uses: ['stream', 'compare', 'asOf', 'fields', 'measure', 'clock', 'timeZone'],
  asks: () => [attention, changes, queues, ages, openItems, openBefore],
  Page: () => (
    <div class="grid">
      <AttentionCard />
      <ChangesCard />
      <BlockedCard />
      <ChartCard chart={ageing} asks={ages} />
      <ChartCard chart={queuesNow} asks={queues} />
      <OutlookCard />
    </div>
  ),
};

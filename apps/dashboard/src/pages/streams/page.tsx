import type { PageDefinition } from '../../app/page-definition.ts';
import { StreamsCard } from './streams-card.tsx';

export const streams: PageDefinition = {
  uses: ['range', 'compare', 'asOf', 'measure'],
  asks: () => [],
  Page: () => (
    <div class="grid">
      <StreamsCard />
    </div>
  ),
};

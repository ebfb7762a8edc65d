import { flowFigures, keyFigures, misses, outlook, sla, slaBudget } from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import type { PageDefinition } from '../../app/page-definition.ts';
import { ChartCard } from '../../cards/chart-card.tsx';
import { Figures } from '../../cards/figures.tsx';
import { PromiseList } from '../../cards/promise-list.tsx';
import { ask, before } from '../../view/ask.ts';

const kept = ask('sla');
const budget = ask('slaBudget');

export const promises: PageDefinition = {
  uses: ['stream', 'range', 'compare', 'asOf', 'fields', 'interval', 'timeZone'],
  asks: () => [kept, before(kept), budget],
  Page: () => (
    <>
      <PromiseFigures />
      <div class="grid">
        <ChartCard chart={sla} asks={kept} before={before(kept)} />
        <ChartCard chart={slaBudget} asks={budget} />
        <PromiseList listing={outlook} asks={kept} />
        <PromiseList listing={misses} asks={kept} />
      </div>
    </>
  ),
};

function PromiseFigures() {
  const [now, earlier] = [useRemote(kept), useRemote(before(kept))];
  return (
    <Figures
      figures={[
        { figure: keyFigures.inTime(now.answer, earlier.answer), of: now },
        { figure: flowFigures.openLate(now.answer), of: now },
      ]}
    />
  );
}

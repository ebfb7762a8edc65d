import { flowFigures, keyFigures } from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import { Figures } from '../../cards/figures.tsx';
import { before } from '../../view/ask.ts';
import { finished, flowing } from './asks.ts';

/** How much is finished, how much is under way, and whether that grows; each compared. */
export function FlowFigures() {
  const [flow, flowBefore] = [useRemote(flowing), useRemote(before(flowing))];
  const [through, throughBefore] = [useRemote(finished), useRemote(before(finished))];
  return (
    <Figures
      figures={[
        { figure: keyFigures.perWeek(through.answer, throughBefore.answer), of: through },
        { figure: flowFigures.averageWip(flow.answer, flowBefore.answer), of: flow },
        { figure: flowFigures.netFlow(flow.answer, flowBefore.answer), of: flow },
        { figure: flowFigures.averageAge(flow.answer, flowBefore.answer), of: flow },
      ]}
    />
  );
}

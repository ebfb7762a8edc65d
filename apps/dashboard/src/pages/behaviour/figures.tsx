import { flowFigures } from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import { Figures } from '../../cards/figures.tsx';
import { stable } from './checks-card.tsx';

/** The averages that the page is about; each compared. */
export function BehaviourFigures() {
  const of = useRemote(stable);
  return (
    <Figures
      figures={[
        { figure: flowFigures.averageInProgress(of.answer), of },
        { figure: flowFigures.meanCycleTime(of.answer), of },
        { figure: flowFigures.ageAtTheEnd(of.answer), of },
      ]}
    />
  );
}

import { flowFigures, keyFigures } from '@kanban/charts';
import { useRemote } from '../../app/context.ts';
import { Figures } from '../../cards/figures.tsx';
import { before } from '../../view/ask.ts';
import { inQueues, took } from './asks.ts';

/** How long it took, and how much of that was work; each compared. */
export function TimeFigures() {
  const [time, timeBefore] = [useRemote(took), useRemote(before(took))];
  const [queues, queuesBefore] = [useRemote(inQueues), useRemote(before(inQueues))];
  return (
    <Figures
      figures={[
        { figure: keyFigures.median(time.answer, timeBefore.answer), of: time },
        { figure: keyFigures.percentile85(time.answer, timeBefore.answer), of: time },
        { figure: flowFigures.efficiency(queues.answer, queuesBefore.answer), of: queues },
      ]}
    />
  );
}

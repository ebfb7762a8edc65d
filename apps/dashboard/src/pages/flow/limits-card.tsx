import { wipLimits } from '@kanban/charts';
import { useMemo } from 'preact/hooks';
import { useApp, useRemote } from '../../app/context.ts';
import { ChartView } from '../../cards/chart-card.tsx';
import { inQueues, limitsNow, limitsSet } from './asks.ts';

/** Items in each queue against the limits that held then: made of three answers. */
export function LimitsCard() {
  const { view } = useApp();
  const flow = useRemote(inQueues(view.value));
  const now = useRemote(limitsNow);
  const set = useRemote(limitsSet);
  const answer = useMemo(
    () =>
      flow.answer && now.answer && set.answer
        ? {
            ...flow.answer,
            // It knows no filters, whatever its flow was asked with.
            parameters: {},
            queuesNow: now.answer.queues,
            settings: set.answer.settings,
          }
        : null,
    [flow.answer, now.answer, set.answer],
  );
  const all = [flow, now, set];
  const failed = all.find(({ failure }) => failure !== null);
  const loading = all.find(({ status }) => status === 'loading');
  return (
    <ChartView
      chart={wipLimits}
      isAnnotated
      remote={{
        status: (failed ?? loading ?? flow).status,
        answer,
        isOutdated: all.some(({ isOutdated }) => isOutdated),
        failure: failed?.failure ?? null,
        address: flow.address,
      }}
    />
  );
}

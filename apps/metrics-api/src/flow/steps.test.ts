import { cumulativeFlow, type FlowPolicy, type QueueCounters } from '@kanban/domain';
import { histories, naiveCumulativeFlow } from '@kanban/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSteps, stepsOf } from './steps.ts';

test.each<FlowPolicy>(['occupancy', 'highWater'])(
  'steps added to nothing give the flow that a naive fold gives, by %s',
  (policy) => {
    fc.assert(
      fc.property(histories(0), fc.nat(), ({ queues, rows }, cut) => {
        const at = (rows[cut % (rows.length || 1)]?.occurredAt ?? 0) + (cut % 2);
        const zeros = { arrivals: 0, departures: 0, entries: 0, marked: 0, markedDropped: 0, behind: 0 };
        const nothing: QueueCounters[] = queues.map(({ id }) => ({ queueId: id, at: 0, ...zeros }));
        const steps = stepsOf(rows, queues).filter((step) => step.occurredAt < at);
        const flow = cumulativeFlow(queues, [at], addSteps(nothing, steps, at), policy);
        expect(flow).toEqual(naiveCumulativeFlow(rows, queues, [at], policy));
      }),
    );
  },
);

import { cumulativeFlow, type FlowPolicy } from '@kanban/domain';
import { histories, naiveCumulativeFlow } from '@kanban/domain/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CountedItem, countItems } from './count-items.ts';
import { stepsOf } from './steps.ts';

test.each<FlowPolicy>(['occupancy', 'highWater'])(
  'some items give the flow that a naive fold of their rows gives, whoever stood still since the first instant, by %s',
  (policy) => {
    fc.assert(
      fc.property(
        histories(0),
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        (history, cuts, keep) => {
          const { queues } = history;
          const rows = history.rows.filter(({ itemId }) => itemId % 4 !== keep);
          const instants = cuts
            .map((cut) => (rows[cut % (rows.length || 1)]?.occurredAt ?? 0) + (cut % 2))
            .sort((a, b) => a - b);
          const first = instants[0] ?? 0;
          const items = [...Map.groupBy(rows, ({ itemId }) => itemId).values()].map((own): CountedItem => {
            const steps = stepsOf(own, queues);
            const standing = steps.at(-1)?.after;
            return standing && own.every(({ occurredAt }) => occurredAt < first) ? { standing } : { steps };
          });
          const flow = cumulativeFlow(queues, instants, countItems(items, queues, instants), policy);
          expect(flow).toEqual(naiveCumulativeFlow(rows, queues, instants, policy));
        },
      ),
    );
  },
);

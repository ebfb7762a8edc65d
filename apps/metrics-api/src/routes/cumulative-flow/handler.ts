import type { OpenAPIHono } from '@hono/zod-openapi';
import { cumulativeFlowRoute } from '@kanban/api/contracts';
import {
  cumulativeFlow,
  type FlowPoint,
  flowInstants,
  flowQueues,
  formatInstant,
  type Interval,
  intervalsOf,
  isComplete,
  type Queue,
} from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import type { CsvTable } from '../../answer/csv.ts';
import { byInterval } from '../../answer/decided-by.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { respond } from '../../answer/respond.ts';
import { cellsOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadFlowCounters } from '../../load/flow-counters.ts';

export function addCumulativeFlow(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(cumulativeFlowRoute, (c) => {
    const query = c.req.valid('query');
    return respond(
      c,
      deps,
      query,
      async (snapshot) => {
        const { stream, range, now } = await askedRange(snapshot, deps, query);
        const intervals = intervalsOf(range, query.interval);
        return {
          load: async () => {
            const instants = flowInstants(intervals, now);
            const counters = await loadFlowCounters(snapshot, stream, instants);
            const flow = flowQueues(stream.queues);
            const points = cumulativeFlow(stream.queues, instants, counters, query.policy).map(
              (point, place) => {
                const interval = intervals[place] as Interval;
                return pointFields(point, flow, {
                  label: interval.label,
                  isComplete: isComplete(interval, now),
                });
              },
            );
            const body = {
              ...rangeEnvelope(stream, range),
              definitions: {
                policy: query.policy,
                interval: query.interval,
                point: 'the state at the end of the interval, of all that happened before it',
                balance: 'items in queues + dropped = arrivals',
              },
              queues: flow.map(({ name, position, kind }) => ({ name, position, kind })),
              points,
            };
            return {
              body,
              table: () => flowTable(csvOfRange('cumulative-flow', stream, range), flow, points),
            };
          },
        };
      },
      byInterval(query, query.interval),
    );
  });
}

function pointFields(
  { at, arrivals, finished, dropped, corrections, queues }: FlowPoint,
  flow: readonly Queue[],
  interval: { label: string; isComplete: boolean },
) {
  return {
    at: formatInstant(at),
    ...interval,
    arrivals,
    finished,
    dropped,
    corrections,
    // Both are in the order of flow.
    queues: queues.map(({ items, atOrBeyond }, place) => ({
      name: flow[place]?.name ?? '',
      items,
      atOrBeyond,
    })),
  };
}

/** A row a point; for each queue the items in it and those at or beyond it. */
function flowTable(
  csv: Pick<CsvTable, 'name' | 'timeZone'>,
  flow: readonly Queue[],
  points: readonly ReturnType<typeof pointFields>[],
): CsvTable {
  const columns = [
    instant('at'),
    'label',
    'isComplete',
    'arrivals',
    'finished',
    'dropped',
    'corrections',
  ] as const;
  return {
    ...csv,
    columns: [...columns, ...flow.flatMap((queue) => [`${queue.name} items`, `${queue.name} atOrBeyond`])],
    rows: points.map((point) => [
      ...cellsOf(columns, point),
      ...point.queues.flatMap(({ items, atOrBeyond }) => [items, atOrBeyond]),
    ]),
  };
}

import type { OpenAPIHono } from '@hono/zod-openapi';
import { cumulativeFlowRoute } from '@kanban/api/contracts';
import { flowInstants, flowQueues, formatInstant, intervalsOf } from '@kanban/domain';
import { askedRangeAt } from '../../answer/asked-range-at.ts';
import { byInterval } from '../../answer/decided-by.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respondBy } from '../../answer/respond.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { pointsOf } from './fields.ts';
import { readCounters } from './read.ts';
import { flowTable } from './table.ts';

export function addCumulativeFlow(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(cumulativeFlowRoute, (c) => {
    const query = c.req.valid('query');
    return respondBy(c, deps, query, byInterval(query), async (snapshot) => {
      const asked = await askedRangeAt(snapshot, deps, { ...query, clock: 'elapsed' });
      const { stream, range, at } = asked;
      const intervals = intervalsOf(range, query.interval);
      return {
        load: async () => {
          const instants = flowInstants(intervals, at);
          const { queues } = stream;
          const read = await readCounters(snapshot, asked, instants, query);
          const terms = { queues, intervals, instants, at, policy: query.policy };
          const flow = flowQueues(queues);
          const body = {
            ...rangeEnvelope(stream, range),
            at: formatInstant(at),
            parameters: echoOf(cumulativeFlowRoute, query, resolvedRange(at, range)),
            definitions: {
              version: 1,
              policy: query.policy,
              interval: query.interval,
              point: 'the state at the end of the interval, of all that happened before it',
              balance: 'items in queues + dropped = arrivals',
            },
            queues: flow.map(({ name, position, kind }) => ({ name, position, kind })),
            points: pointsOf(read.counters, terms),
            groups: read.groups.map(({ group, counters }) => ({ group, points: pointsOf(counters, terms) })),
          };
          const csv = csvOfRange('cumulative-flow', stream, range);
          return {
            body,
            etagBody: { ...body, at: null, asOf: null, parameters: query },
            table: () => flowTable(csv, flow, body, query.splitBy !== undefined),
          };
        },
      };
    });
  });
}

import type { OpenAPIHono } from '@hono/zod-openapi';
import { timeInQueueItemsRoute, timeInQueueRoute } from '@kanban/api/contracts';
import { formatInstant } from '@kanban/domain';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { percentileTerms } from '../../answer/percentile-fields.ts';
import { aboutRange } from '../../answer/range-query.ts';
import { respond, wantedFormat } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { respondWithWholeList } from '../../answer/whole-list.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import type { ItemTimesIn } from '../../load/items-in.ts';
import { comparedOf, figuresOf } from './fields.ts';
import { timesList, visitsList } from './list.ts';
import { sumTimeInQueue } from './read.ts';
import { queueTable } from './tables.ts';
import { wordsOf } from './words.ts';

export function addTimeInQueue(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(timeInQueueRoute, (c) => {
    const query = c.req.valid('query');
    if (wantedFormat(c, query.format) === 'csv' && query.rows !== 'queues') {
      return query.rows === 'items'
        ? respondWithWholeList(c, deps, query, (snapshot) =>
            timesList(snapshot, deps, timeInQueueRoute, query),
          )
        : respondWithWholeList(c, deps, query, (snapshot) => visitsList(snapshot, deps, query));
    }
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, at, range, items, timesOf, groupsOf } = await sumTimeInQueue(
          snapshot,
          deps,
          query,
          query,
        );
        const figures = (some: readonly ItemTimesIn[]) => figuresOf(timesOf(some));
        const total = figures(items);
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(timeInQueueRoute, query, resolvedRange(at, range)),
          definitions: wordsOf(query),
          ...total,
          groups: groupsOf(figures),
          comparison: await askedComparison(query, { range, at }, comparedOf(total), async (other) => {
            const before = await sumTimeInQueue(snapshot, deps, aboutRange(query, other), query);
            return comparedOf(figuresOf(before.timesOf(before.items)));
          }),
        };
        const { percentiles } = percentileTerms(query);
        const isSplit = query.splitBy !== undefined;
        return {
          body,
          table: () => queueTable(csvOfRange('time-in-queue', stream, range), body, percentiles, isSplit),
        };
      },
    }));
  });

  app.openapi(timeInQueueItemsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, (snapshot) =>
      timesList(snapshot, deps, timeInQueueItemsRoute, query),
    );
  });
}

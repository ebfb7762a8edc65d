import type { OpenAPIHono } from '@hono/zod-openapi';
import { leadTimeIntervalsRoute } from '@kanban/api/contracts';
import { formatInstant, intervalsOf } from '@kanban/domain';
import { checkDayCount } from '../../answer/asked-clock.ts';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { askedPercentiles } from '../../answer/asked-percentiles.ts';
import { askedRangeAt } from '../../answer/asked-range-at.ts';
import { byInterval } from '../../answer/decided-by.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respondBy } from '../../answer/respond.ts';
import { groupedTable } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { namedClock } from './clock.ts';
import { loadOverTime, type OverTime } from './over-time.ts';
import { intervalCells, intervalColumns } from './over-time-table.ts';
import { loadSample } from './sample.ts';
import { comparedOf, summaryOf } from './summary.ts';

export function addLeadTimeIntervals(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(leadTimeIntervalsRoute, (c) => {
    const query = c.req.valid('query');
    checkDayCount(query);
    return respondBy(c, deps, query, byInterval(query), async (snapshot) => {
      const asked = await askedRangeAt(snapshot, deps, query);
      const { stream, range, at } = asked;
      const intervals = intervalsOf(range, query.interval);
      return {
        load: async () => {
          const { clock: _, words, ...named } = namedClock(query, stream.queues);
          const { dayCount, percentileMethod, interval } = query;
          const figures = await loadOverTime(snapshot, asked, query, intervals);
          const body = {
            ...rangeEnvelope(stream, range),
            at: formatInstant(at),
            parameters: echoOf(leadTimeIntervalsRoute, query, {
              ...resolvedRange(at, range),
              measure: named.measure,
            }),
            definitions: {
              version: 1,
              ...named,
              clock: words,
              population: 'items whose finished at lies in the interval; dropped items never count',
              ...{ dayCount, percentileMethod, interval },
            },
            ...figures,
            comparison: await askedComparison(query, asked, comparedOf(figures.total), async (other) =>
              comparedOf(summaryOf(await loadSample(snapshot, { ...asked, range: other }, query), query)),
            ),
          };
          const wanted = askedPercentiles(query.percentiles);
          const csv = csvOfRange('lead-time-intervals', stream, range);
          return {
            body,
            etagBody: { ...body, at: null, parameters: query },
            table: () =>
              groupedTable(csv, intervalColumns(wanted), body, query.splitBy !== undefined, (own: OverTime) =>
                own.intervals.map(intervalCells),
              ),
          };
        },
      };
    });
  });
}

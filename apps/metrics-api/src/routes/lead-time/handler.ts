import type { OpenAPIHono } from '@hono/zod-openapi';
import { leadTimeItemsRoute, leadTimeRoute } from '@kanban/api/contracts';
import { formatInstant } from '@kanban/domain';
import { checkDayCount } from '../../answer/asked-clock.ts';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { askedRangeAt } from '../../answer/asked-range-at.ts';
import { byRange } from '../../answer/decided-by.ts';
import { echoOf } from '../../answer/echo.ts';
import { rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respondBy, wantedFormat } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { respondWithWholeList } from '../../answer/whole-list.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { namedClock } from './clock.ts';
import { leadTimeList } from './list.ts';
import { loadSample } from './sample.ts';
import { loadScatter } from './scatter.ts';
import { comparedOf, figuresOf, summaryOf } from './summary.ts';

export function addLeadTime(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(leadTimeRoute, (c) => {
    const query = c.req.valid('query');
    checkDayCount(query);
    if (wantedFormat(c, query.format) === 'csv') {
      return respondWithWholeList(
        c,
        deps,
        query,
        (snapshot, format) => leadTimeList(snapshot, deps, leadTimeRoute, query, format),
        byRange(query),
      );
    }
    return respondBy(c, deps, query, byRange(query), async (snapshot) => ({
      load: async () => {
        const asked = await askedRangeAt(snapshot, deps, query);
        const { stream, range, at } = asked;
        const { clock: _, words, ...named } = namedClock(query, stream.queues);
        const { dayCount, percentileMethod, cells } = query;
        const sample = await loadSample(snapshot, asked, query);
        const figures = figuresOf(sample, query);
        const { distribution: __, ...summary } = figures;
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(leadTimeRoute, query, { ...resolvedRange(at, range), measure: named.measure }),
          definitions: {
            version: 1,
            ...named,
            clock: words,
            population: 'items whose finished at lies in the range; dropped items never count',
            dayCount,
            percentileMethod,
          },
          ...figures,
          groups: sample.groupsOf((own) => figuresOf(own, query)),
          comparison: await askedComparison(query, asked, comparedOf(summary), async (other) =>
            comparedOf(summaryOf(await loadSample(snapshot, { ...asked, range: other }, query), query)),
          ),
          scatter:
            cells === undefined
              ? null
              : await loadScatter(snapshot, asked, { ...query, cells }, sample.durations.length),
        };
        return { body, etagBody: { ...body, at: null, asOf: null, parameters: query } };
      },
    }));
  });

  app.openapi(leadTimeItemsRoute, (c) => {
    const query = c.req.valid('query');
    checkDayCount(query);
    return respondWithList(
      c,
      deps,
      query,
      (snapshot, format) => leadTimeList(snapshot, deps, leadTimeItemsRoute, query, format),
      byRange(query),
    );
  });
}

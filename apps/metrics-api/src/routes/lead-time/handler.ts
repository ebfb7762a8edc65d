import type { OpenAPIHono } from '@hono/zod-openapi';
import { leadTimeItemsRoute, leadTimeRoute } from '@kanban/api/contracts';
import { type DayCount, distribution, durationSummary, type PercentileMethod } from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import { byRange } from '../../answer/decided-by.ts';
import { milliseconds, rangeEnvelope } from '../../answer/envelope.ts';
import { respond, wantedFormat } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { respondWithWholeList } from '../../answer/whole-list.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { namedClock } from './clock.ts';
import { microseconds } from './items.ts';
import { leadTimeList } from './list.ts';
import { loadSample } from './sample.ts';
import { loadScatter } from './scatter.ts';

export function addLeadTime(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(leadTimeRoute, (c) => {
    const query = c.req.valid('query');
    if (wantedFormat(c, query.format) === 'csv') {
      return respondWithWholeList(
        c,
        deps,
        query,
        (snapshot, format) => leadTimeList(snapshot, deps, query, format),
        byRange(query),
      );
    }
    return respond(
      c,
      deps,
      query,
      async (snapshot) => ({
        load: async () => {
          const asked = await askedRange(snapshot, deps, query);
          const { stream, range } = asked;
          const { clock: _, words, ...named } = namedClock(query, stream.queues);
          const { dayCount, percentileMethod, cells } = query;
          const sample = await loadSample(snapshot, asked, query);
          const body = {
            ...rangeEnvelope(stream, range),
            definitions: {
              ...named,
              clock: words,
              population: 'items whose finished at lies in the range; dropped items never count',
              dayCount,
              percentileMethod,
              type: query.type ?? null,
              classOfService: query.classOfService ?? null,
            },
            ...summaryOf(sample, query),
            scatter:
              cells === undefined
                ? null
                : await loadScatter(snapshot, asked, { ...query, cells }, sample.durations.length),
          };
          return { body };
        },
      }),
      byRange(query),
    );
  });

  app.openapi(leadTimeItemsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(
      c,
      deps,
      query,
      (snapshot, format) => leadTimeList(snapshot, deps, query, format),
      byRange(query),
    );
  });
}

interface SummaryQuery {
  dayCount: DayCount;
  percentiles: string;
  percentileMethod: PercentileMethod;
}

function summaryOf(
  { durations, unmeasured }: { durations: number[]; unmeasured: number },
  { dayCount, percentiles, percentileMethod: method }: SummaryQuery,
) {
  const ms = (duration: number | null) =>
    duration === null ? null : milliseconds(microseconds(duration, dayCount));
  const unit = dayCount === 'exact' ? 'microseconds' : 'days';
  const summary = durationSummary(durations, { percentiles: percentiles.split(',').map(Number), method });
  return {
    sampleSize: durations.length,
    unmeasured,
    meanMs: ms(summary.mean),
    minMs: ms(summary.min),
    maxMs: ms(summary.max),
    percentiles: summary.percentiles.map(({ percentile, value, shareAtOrUnder, sampleSize }) => ({
      percentile,
      leadTimeMs: ms(value),
      ...(dayCount === 'inclusive' ? { leadTimeDays: value } : {}),
      shareAtOrUnder,
      sampleSize,
    })),
    distribution: distribution(durations, unit).bins.map(({ from, to, count }) => ({
      fromMs: ms(from),
      toMs: ms(to),
      count,
    })),
  };
}

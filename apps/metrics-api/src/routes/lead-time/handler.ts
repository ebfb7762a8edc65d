import type { OpenAPIHono } from '@hono/zod-openapi';
import { leadTimeItemsRoute, leadTimeRoute } from '@kanban/api/contracts';
import { type DayCount, distribution, type LeadTime, leadTime } from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import { milliseconds, rangeEnvelope } from '../../answer/envelope.ts';
import { respond, wantedFormat } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { respondWithWholeList } from '../../answer/whole-list.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadFinishedItems } from '../../load/finished-items.ts';
import { loadFinishedVisits } from '../../load/finished-visits.ts';
import { namedClock } from './clock.ts';
import { itemsOf, microseconds } from './items.ts';
import { leadTimeList } from './list.ts';

export function addLeadTime(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(leadTimeRoute, (c) => {
    const query = c.req.valid('query');
    if (wantedFormat(c, query.format) === 'csv') {
      return respondWithWholeList(c, deps, query, (snapshot, format) =>
        leadTimeList(snapshot, deps, query, format),
      );
    }
    // No `etagInputs`: type and description of an item change without the log.
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, range } = await askedRange(snapshot, deps, query);
        const { clock, words, ...named } = namedClock(query, stream.queues);
        const found = await loadFinishedItems(snapshot, stream.id, range, query);
        const visits =
          typeof clock === 'object' ? await loadFinishedVisits(snapshot, stream.id, range) : undefined;
        const population = visits
          ? found.map((item) => ({ ...item, visits: visits.get(item.itemId) ?? [] }))
          : found;
        const { dayCount, percentileMethod } = query;
        const measured = leadTime(population, stream.queues, range.timeZone, {
          clock,
          dayCount,
          percentiles: query.percentiles.split(',').map(Number),
          method: percentileMethod,
        });
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
          ...summaryOf(measured, dayCount),
          items: itemsOf(measured, dayCount),
        };
        return { body };
      },
    }));
  });

  app.openapi(leadTimeItemsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, (snapshot, format) => leadTimeList(snapshot, deps, query, format));
  });
}

function summaryOf(measured: LeadTime<unknown>, dayCount: DayCount) {
  const ms = (duration: number | null) =>
    duration === null ? null : milliseconds(microseconds(duration, dayCount));
  const durations = measured.rows.map((row) => row.duration);
  return {
    sampleSize: durations.length,
    unmeasured: measured.unmeasured,
    meanMs: ms(measured.mean),
    minMs: ms(measured.min),
    maxMs: ms(measured.max),
    percentiles: measured.percentiles.map(({ percentile, value, shareAtOrUnder, sampleSize }) => ({
      percentile,
      leadTimeMs: ms(value),
      ...(dayCount === 'inclusive' ? { leadTimeDays: value } : {}),
      shareAtOrUnder,
      sampleSize,
    })),
    distribution: distribution(durations, measured.unit).bins.map(({ from, to, count }) => ({
      fromMs: ms(from),
      toMs: ms(to),
      count,
    })),
  };
}

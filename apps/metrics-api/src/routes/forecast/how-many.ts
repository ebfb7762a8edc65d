import type { OpenAPIHono } from '@hono/zod-openapi';
import { howManyRoute } from '@kanban/api/contracts';
import { dateOfDay, dayNumber, formatInstant, howMany, when } from '@kanban/domain';
import { askedPercentiles } from '../../answer/asked-percentiles.ts';
import { byDay } from '../../answer/decided-by.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respond } from '../../answer/respond.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { askedForecast, checkDate } from './asked-forecast.ts';
import { askedItems, neededOf } from './asked-items.ts';
import { calibrationOf85 } from './calibration.ts';
import { fanOf } from './fan.ts';
import { howManyWords } from './words.ts';

const DEFAULT_DAYS = 14;

export function addForecastHowMany(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(howManyRoute, (c) => {
    const query = c.req.valid('query');
    return respond(
      c,
      deps,
      query,
      async (snapshot) => ({
        load: async () => {
          const asked = await askedForecast(snapshot, deps, query);
          const { stream, range, at, startDate, days, rules } = asked;
          const percentiles = askedPercentiles(query.percentiles);
          const date = query.date ?? dateOfDay(dayNumber(startDate) + DEFAULT_DAYS - 1);
          checkDate(date, startDate);
          const items = (await askedItems(snapshot, [stream.name], query))?.[0] ?? null;
          const forecast = howMany(days, startDate, date, { rules, percentiles });
          const { reason } = forecast;
          const isDrawn = query.method === 'simulate' && reason === null;
          const trials = { trials: Number(query.trials), seed: Number(query.seed) };
          const { timeZone } = range;
          const horizonDays = dayNumber(date) - dayNumber(startDate) + 1;
          const body = {
            ...rangeEnvelope(stream, range),
            at: formatInstant(at),
            parameters: echoOf(howManyRoute, query, { ...resolvedRange(at, range), startDate, date, items }),
            definitions: howManyWords,
            history: forecast.history,
            startDate,
            date,
            percentiles: forecast.percentiles,
            distribution: forecast.distribution,
            likelihood:
              items === null || reason !== null
                ? null
                : when([{ days, rules, needed: neededOf(items) }], startDate, [], date).likelihood,
            isThin: forecast.isThin,
            reason,
            calibration:
              query.include === 'calibration'
                ? await calibrationOf85(snapshot, { stream, at, timeZone, rules }, { horizonDays })
                : null,
            simulate: isDrawn ? fanOf(asked, date, percentiles, trials) : null,
          };
          const { rows } = query;
          return {
            body,
            etagBody: { ...body, at: null, parameters: query },
            table: () => {
              const csv = csvOfRange(`forecast-how-many-${rows}`, stream, range);
              return rows === 'percentiles'
                ? tableOf(csv, ['percentile', 'items', 'probability'], body.percentiles)
                : tableOf(csv, ['items', 'probability', 'cumulative'], body.distribution);
            },
          };
        },
      }),
      byDay(query),
    );
  });
}

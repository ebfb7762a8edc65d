import type { OpenAPIHono } from '@hono/zod-openapi';
import { howManyRoute } from '@kanban/api/contracts';
import { type DayItems, dateOfDay, dayNumber, formatInstant, howMany, when } from '@kanban/domain';
import { askedPercentiles } from '../../answer/asked-percentiles.ts';
import { byDay } from '../../answer/decided-by.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respondBy } from '../../answer/respond.ts';
import { cellsOf, groupedTable } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { askedForecast, checkDate } from './asked-forecast.ts';
import { askedItems, neededOf } from './asked-items.ts';
import { calibrationOf85 } from './calibration.ts';
import { fanOf } from './fan.ts';
import { howManyWords } from './words.ts';

const DEFAULT_DAYS = 14;

const PERCENTILES = ['percentile', 'items', 'probability'] as const;
const DISTRIBUTION = ['items', 'probability', 'cumulative'] as const;

export function addForecastHowMany(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(howManyRoute, (c) => {
    const query = c.req.valid('query');
    return respondBy(c, deps, query, byDay(query), async (snapshot) => ({
      load: async () => {
        const asked = await askedForecast(snapshot, deps, query);
        const { stream, range, at, startDate, days, rules, groups } = asked;
        const percentiles = askedPercentiles(query.percentiles);
        const date = query.date ?? dateOfDay(dayNumber(startDate) + DEFAULT_DAYS - 1);
        checkDate(date, startDate);
        const items = (await askedItems(snapshot, [stream.name], query, at))?.[0] ?? null;
        const figures = (own: readonly DayItems[]) => {
          const forecast = howMany(own, startDate, date, { rules, percentiles });
          const { history, distribution, isThin, reason } = forecast;
          const isAsked = items !== null && reason === null;
          const needed = isAsked ? [{ days: own, rules, needed: neededOf(items) }] : [];
          const likelihood = isAsked ? when(needed, startDate, [], date).likelihood : null;
          return { history, percentiles: forecast.percentiles, distribution, likelihood, isThin, reason };
        };
        const { history, reason, ...forecast } = figures(days);
        const isDrawn = query.method === 'simulate' && reason === null;
        const trials = { trials: Number(query.trials), seed: Number(query.seed) };
        const { timeZone } = range;
        const horizonDays = dayNumber(date) - dayNumber(startDate) + 1;
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(howManyRoute, query, { ...resolvedRange(at, range), startDate, date, items }),
          definitions: howManyWords,
          history,
          startDate,
          date,
          ...forecast,
          reason,
          groups: groups.map(({ group, days: own }) => ({ group, ...figures(own) })),
          calibration:
            query.include === 'calibration'
              ? await calibrationOf85(snapshot, { stream, at, timeZone, rules }, query, { horizonDays })
              : null,
          simulate: isDrawn ? fanOf(asked, date, forecast.percentiles, trials) : null,
        };
        const { rows } = query;
        return {
          body,
          etagBody: { ...body, at: null, asOf: null, parameters: query },
          table: () => {
            const csv = csvOfRange(`forecast-how-many-${rows}`, stream, range);
            const isSplit = query.splitBy !== undefined;
            return rows === 'percentiles'
              ? groupedTable(csv, PERCENTILES, body, isSplit, (some: Pick<typeof body, 'percentiles'>) =>
                  some.percentiles.map((row) => cellsOf(PERCENTILES, row)),
                )
              : groupedTable(csv, DISTRIBUTION, body, isSplit, (some: Pick<typeof body, 'distribution'>) =>
                  some.distribution.map((row) => cellsOf(DISTRIBUTION, row)),
                );
          },
        };
      },
    }));
  });
}

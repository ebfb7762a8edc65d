import type { OpenAPIHono } from '@hono/zod-openapi';
import { backtestRoute } from '@kanban/api/contracts';
import {
  type Backtest,
  backtestHowMany,
  backtestWhen,
  finishedByDay,
  formatInstant,
  resolveRange,
  resolveTimeZone,
} from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { askedFinishedAt } from '../../answer/asked-finished.ts';
import { askedPercentiles } from '../../answer/asked-percentiles.ts';
import { byDay } from '../../answer/decided-by.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { refusal } from '../../answer/invalid-parameter.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respondBy } from '../../answer/respond.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { askedRules } from './asked-rules.ts';
import { backtestTables } from './backtest-tables.ts';
import { backtestRange, WHEN_STEP } from './calibration.ts';
import { backtestWords } from './words.ts';

/** Each is a forecast of its own. */
const MOST_ORIGINS = 500;

export function addForecastBacktest(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(backtestRoute, (c) => {
    const query = c.req.valid('query');
    return respondBy(c, deps, query, byDay(query), async (snapshot) => ({
      load: async () => {
        const { stream, at } = await askedAt(snapshot, deps, query);
        const timeZone = resolveTimeZone(query.timeZone ?? stream.timeZone);
        const range =
          (await backtestRange(snapshot, stream, at, { ...query, timeZone })) ??
          resolveRange({ timeZone, now: at });
        const rules = await askedRules(snapshot, stream, query);
        const percentiles = askedPercentiles(query.percentiles);
        const [horizon, historyDays] = [Number(query.horizon), Number(query.historyDays)];
        const step = Number(query.step ?? (query.items === undefined ? horizon : WHEN_STEP));
        const finishedAt = await askedFinishedAt(snapshot, { stream, range, at }, query);
        const days = finishedByDay(finishedAt, range, at);
        const origins = Math.max(0, days.length - historyDays) / step;
        if (origins > MOST_ORIGINS) {
          const least = Math.ceil((days.length - historyDays) / MOST_ORIGINS);
          throw refusal(
            'step',
            `makes over ${MOST_ORIGINS} origins`,
            `${least} or more for these days, or fewer days`,
          );
        }
        const terms = { rules, percentiles, historyDays, step };
        const test: Backtest<number | string> =
          query.items === undefined
            ? backtestHowMany(days, horizon, terms)
            : backtestWhen(days, Number(query.items), terms);
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(backtestRoute, query, {
            ...resolvedRange(at, range),
            horizon: query.items === undefined ? horizon : null,
            step,
          }),
          definitions: backtestWords,
          ...test,
        };
        return {
          body,
          etagBody: { ...body, at: null, asOf: null, parameters: query },
          table: () => backtestTables[query.rows](body, (what) => csvOfRange(what, stream, range)),
        };
      },
    }));
  });
}

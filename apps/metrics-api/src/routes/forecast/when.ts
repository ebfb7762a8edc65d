import type { OpenAPIHono } from '@hono/zod-openapi';
import { whenRoute } from '@kanban/api/contracts';
import { type DayItems, formatInstant, when } from '@kanban/domain';
import { askedPercentiles } from '../../answer/asked-percentiles.ts';
import { byDay } from '../../answer/decided-by.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { refusal } from '../../answer/invalid-parameter.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respondBy } from '../../answer/respond.ts';
import { cellsOf, groupedTable } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import { type AskedForecast, askedForecast, checkDate, type ForecastQuery } from './asked-forecast.ts';
import { askedItems, neededOf } from './asked-items.ts';
import { calibrationOf85 } from './calibration.ts';
import { whenWords } from './words.ts';

const PERCENTILES = ['percentile', 'date', 'days', 'probability'] as const;
const DISTRIBUTION = ['date', 'days', 'probability', 'cumulative'] as const;

export function addForecastWhen(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(whenRoute, (c) => {
    const query = c.req.valid('query');
    return respondBy(c, deps, query, byDay(query), async (snapshot) => ({
      load: async () => {
        const asked = await askedStreams(snapshot, deps, query);
        const [{ stream, range, at, startDate, groups }] = asked;
        const percentiles = askedPercentiles(query.percentiles);
        if (query.date !== undefined) checkDate(query.date, startDate);
        const items = await askedItems(
          snapshot,
          asked.map((each) => each.stream.name),
          query,
          at,
        );
        if (items === null)
          throw refusal('items', 'is missing', 'how many items, such as 20; or remainingOf');
        const figures = (histories: readonly (readonly DayItems[])[]) => {
          const streams = asked.map(({ rules }, place) => ({
            days: histories[place] ?? [],
            rules,
            needed: neededOf(items[place] ?? ''),
          }));
          const { startDate: _, ...forecast } = when(streams, startDate, percentiles, query.date);
          return {
            ...forecast,
            streams: forecast.streams.map((each, place) => ({
              valueStream: asked[place]?.stream.name ?? '',
              items: items[place] ?? '',
              ...each,
            })),
            isThin: forecast.streams.some(({ isThin }) => isThin),
          };
        };
        const { streams, ...forecast } = figures(asked.map(({ days }) => days));
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(whenRoute, query, {
            ...resolvedRange(at, range),
            startDate,
            items: items.join(','),
          }),
          definitions: whenWords,
          streams,
          startDate,
          ...forecast,
          groups: groups.map(({ group, days }) => ({ group, ...figures([days]) })),
          calibration:
            query.include === 'calibration' ? await calibrationOf(snapshot, asked, items, query) : null,
        };
        const { rows } = query;
        return {
          body,
          etagBody: { ...body, at: null, asOf: null, parameters: query },
          table: () => {
            const csv = csvOfRange(`forecast-when-${rows}`, stream, range);
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

/** Each stream asked for, all at one instant and by the dates of one zone: those of the first. */
async function askedStreams(
  snapshot: Snapshot,
  deps: Deps,
  query: ForecastQuery & { streams?: string | undefined },
): Promise<[AskedForecast, ...AskedForecast[]]> {
  const [name = query.stream, ...others] = query.streams?.split(',') ?? [];
  if (new Set([name, ...others]).size <= others.length)
    throw refusal('streams', 'names one twice', 'each stream once');
  if (others.length > 0 && query.splitBy !== undefined)
    throw refusal('splitBy', 'is given beside several streams', 'one stream, or filters');
  const first = await askedForecast(snapshot, deps, { ...query, stream: name });
  const { at, range } = first;
  const more = [];
  for (const stream of others) {
    const alike = { ...query, stream, at: formatInstant(at), timeZone: range.timeZone };
    more.push(await askedForecast(snapshot, deps, alike));
  }
  return [first, ...more];
}

/** Of one stream and one number of items: of others nothing was promised before. */
async function calibrationOf(
  snapshot: Snapshot,
  [asked, ...others]: AskedForecast[],
  [items = '']: string[],
  query: ForecastQuery,
) {
  if (!asked || others.length > 0 || items.includes('..')) return null;
  return calibrationOf85(snapshot, { ...asked, timeZone: asked.range.timeZone }, query, {
    items: Number(items),
  });
}

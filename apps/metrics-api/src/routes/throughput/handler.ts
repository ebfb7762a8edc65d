import type { OpenAPIHono } from '@hono/zod-openapi';
import { throughputRoute } from '@kanban/api/contracts';
import { formatInstant, type Instant, intervalsOf, type Range, throughput } from '@kanban/domain';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { askedFinished, askedFinishedAt, isPlain } from '../../answer/asked-finished.ts';
import { groupedFigures } from '../../answer/asked-items.ts';
import { askedRangeAt } from '../../answer/asked-range-at.ts';
import { instant } from '../../answer/column.ts';
import { byInterval } from '../../answer/decided-by.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, intervalFields, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respondBy } from '../../answer/respond.ts';
import { cellsOf, groupedTable } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';

const COLUMNS = [instant('start'), instant('end'), 'label', 'isComplete', 'finished'] as const;

export function addThroughput(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(throughputRoute, (c) => {
    const query = c.req.valid('query');
    return respondBy(c, deps, query, byInterval(query), async (snapshot) => {
      const { stream, range, at } = await askedRangeAt(snapshot, deps, { ...query, clock: 'elapsed' });
      const asked = intervalsOf(range, query.interval);
      const isOfLog = isPlain(query);
      return {
        load: async () => {
          const finishedIn = (some: Range) => askedFinishedAt(snapshot, { stream, range: some, at }, query);
          const items = isOfLog ? [] : await askedFinished(snapshot, { stream, range, at }, query);
          const figures = (finishedAt: readonly Instant[]) => figuresOf(finishedAt, asked, at);
          const all = figures(isOfLog ? await finishedIn(range) : instantsOf(items));
          const body = {
            ...rangeEnvelope(stream, range),
            at: formatInstant(at),
            parameters: echoOf(throughputRoute, query, resolvedRange(at, range)),
            definitions: {
              version: 1,
              interval: query.interval,
              population: 'items whose finished at lies in the interval; dropped items never count',
            },
            ...all,
            groups: groupedFigures(items, query, (own) => figures(instantsOf(own))),
            comparison: await askedComparison(query, { range, at }, summaryOf(all.total), async (other) =>
              summaryOf((await finishedIn(other)).length),
            ),
          };
          const csv = csvOfRange('throughput', stream, range);
          const isSplit = query.splitBy !== undefined;
          return {
            body,
            etagBody: { ...body, at: null, asOf: null, parameters: query },
            table: () =>
              groupedTable(csv, COLUMNS, body, isSplit, ({ intervals }: typeof all) =>
                intervals.map((interval) => cellsOf(COLUMNS, interval)),
              ),
          };
        },
      };
    });
  });
}

function figuresOf(finishedAt: readonly Instant[], asked: Parameters<typeof throughput>[1], at: Instant) {
  const intervals = throughput(finishedAt, asked, at).map((interval) => ({
    ...intervalFields(interval, at),
    finished: interval.finished,
  }));
  return { total: intervals.reduce((total, { finished }) => total + finished, 0), intervals };
}

function summaryOf(total: number) {
  return {
    summary: { total },
    figures: [{ figure: 'total', value: total, better: 'higher', items: total } as const],
  };
}

function instantsOf(items: readonly { finishedAt: Instant }[]): Instant[] {
  return items.map(({ finishedAt }) => finishedAt);
}

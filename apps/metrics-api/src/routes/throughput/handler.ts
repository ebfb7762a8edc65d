import type { OpenAPIHono } from '@hono/zod-openapi';
import { throughputRoute } from '@kanban/api/contracts';
import { intervalsOf, throughput } from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import { byInterval } from '../../answer/decided-by.ts';
import { csvOfRange, intervalFields, rangeEnvelope } from '../../answer/envelope.ts';
import { respond } from '../../answer/respond.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadFinishedAt } from '../../load/finished-at.ts';

const COLUMNS = [instant('start'), instant('end'), 'label', 'isComplete', 'finished'] as const;

export function addThroughput(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(throughputRoute, (c) => {
    const query = c.req.valid('query');
    return respond(
      c,
      deps,
      query,
      async (snapshot) => {
        const { stream, range, now } = await askedRange(snapshot, deps, query);
        const asked = intervalsOf(range, query.interval);
        return {
          load: async () => {
            const finishedAt = await loadFinishedAt(snapshot, stream.id, range);
            const intervals = throughput(finishedAt, asked, now).map((interval) => ({
              ...intervalFields(interval, now),
              finished: interval.finished,
            }));
            const body = {
              ...rangeEnvelope(stream, range),
              definitions: {
                interval: query.interval,
                population: 'items whose finished at lies in the interval; dropped items never count',
              },
              total: intervals.reduce((total, { finished }) => total + finished, 0),
              intervals,
            };
            return {
              body,
              table: () => tableOf(csvOfRange('throughput', stream, range), COLUMNS, intervals),
            };
          },
        };
      },
      byInterval(query, query.interval),
    );
  });
}

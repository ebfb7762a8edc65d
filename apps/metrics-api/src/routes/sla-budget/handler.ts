import type { OpenAPIHono } from '@hono/zod-openapi';
import { slaBudgetItemsRoute, slaBudgetRoute } from '@kanban/api/contracts';
import { formatInstant, intervalsOf, queuesById, resolveRange } from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { instant } from '../../answer/column.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respond, wantedFormat } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { tableOf } from '../../answer/table.ts';
import { respondWithWholeList } from '../../answer/whole-list.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { openPromiseFields } from './fields.ts';
import { budgetFigures, objectiveFields } from './figures.ts';
import { budgetList } from './list.ts';
import { lookBack, readBudgetItems } from './read.ts';
import { WORDS } from './words.ts';

/** Those that a chart draws. */
const MOST_OPEN = 2_000;

const SERIES = [
  instant('start'),
  instant('end'),
  'label',
  'isComplete',
  'decided',
  'misses',
  'leftShare',
  'burnRate',
] as const;

export function addSlaBudget(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(slaBudgetRoute, (c) => {
    const query = c.req.valid('query');
    const { rows } = query;
    if (rows !== 'series' && wantedFormat(c, query.format) === 'csv') {
      return respondWithWholeList(c, deps, query, (snapshot) =>
        budgetList(snapshot, deps, { ...query, rows }, slaBudgetRoute),
      );
    }
    // No `etagInputs`: due dates, policies and objectives change without the log.
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, at } = await askedAt(snapshot, deps, query);
        const { from, to, timeZone = stream.timeZone } = query;
        const range = resolveRange({ from, to, timeZone, now: at });
        const intervals = intervalsOf(range, query.interval);
        const since = lookBack(range.from, at, stream.timeZone);
        const items = await readBudgetItems(snapshot, stream, query, { since, at });
        const { reasons, ...figures } = budgetFigures(items, intervals, { timeZone: stream.timeZone, at });
        const queues = queuesById(stream.queues);
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(slaBudgetRoute, query, resolvedRange(at, range)),
          definitions: WORDS,
          objectives: objectiveFields(items),
          ...figures,
          openItems: items.open.length,
          open: items.open.slice(0, MOST_OPEN).map((each) => openPromiseFields(each, queues)),
          reasons,
        };
        return { body, table: () => tableOf(csvOfRange('sla-budget', stream, range), SERIES, body.series) };
      },
    }));
  });

  app.openapi(slaBudgetItemsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, (snapshot) =>
      budgetList(snapshot, deps, query, slaBudgetItemsRoute),
    );
  });
}

import type { OpenAPIHono } from '@hono/zod-openapi';
import { flowRoute } from '@kanban/api/contracts';
import { formatInstant, intervalsOf } from '@kanban/domain';
import { checkDayCount } from '../../answer/asked-clock.ts';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { askedSpells, type SpellsIn } from '../../answer/asked-spells.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { aboutRange } from '../../answer/range-query.ts';
import { respond } from '../../answer/respond.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { comparedOf } from './compared.ts';
import { figuresOf } from './fields.ts';
import { flowTable } from './tables.ts';
import { wordsOf } from './words.ts';

export function addFlow(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(flowRoute, (c) => {
    const query = c.req.valid('query');
    const { dayCount, rows } = query;
    checkDayCount(query);
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, at, range, between, all, groupsOf } = await askedSpells(snapshot, deps, query);
        const { timeZone } = range;
        const terms = { asked: intervalsOf(range, query.interval), at, between, timeZone, dayCount };
        const figures = (some: SpellsIn) => figuresOf(some, terms);
        const total = figures(all);
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(flowRoute, query, resolvedRange(at, range)),
          definitions: wordsOf(query.clock),
          ...total,
          groups: groupsOf(figures),
          comparison: await askedComparison(query, { range, at }, comparedOf(total.total), async (other) => {
            const { all: before } = await askedSpells(snapshot, deps, aboutRange(query, other));
            const { total: totalBefore } = figuresOf(before, {
              ...terms,
              asked: intervalsOf(other, query.interval),
            });
            return comparedOf(totalBefore);
          }),
        };
        const how = { isSplit: query.splitBy !== undefined, isInDays: dayCount === 'inclusive' };
        return { body, table: () => flowTable(csvOfRange(`flow-${rows}`, stream, range), rows, body, how) };
      },
    }));
  });
}

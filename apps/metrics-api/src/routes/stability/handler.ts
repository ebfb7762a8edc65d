import type { OpenAPIHono } from '@hono/zod-openapi';
import { stabilityRoute } from '@kanban/api/contracts';
import { formatInstant, intervalsOf } from '@kanban/domain';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { askedSpells, type SpellsIn } from '../../answer/asked-spells.ts';
import { type Column, duration, instant } from '../../answer/column.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { aboutRange } from '../../answer/range-query.ts';
import { respond } from '../../answer/respond.ts';
import { cellsOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { comparedOf } from './compared.ts';
import { figuresOf } from './fields.ts';
import { wordsOf } from './words.ts';

type Figures = ReturnType<typeof figuresOf>;

const COLUMNS = {
  checks: ['check', 'value', 'threshold', 'holds', 'says'],
  series: [
    instant('at'),
    'averageWip',
    'ratePerDay',
    duration('averageMs'),
    duration('meanCompletedMs'),
    'isCoherent',
  ],
} as const;

export function addStability(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(stabilityRoute, (c) => {
    const query = c.req.valid('query');
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, at, range, between, all, groupsOf } = await askedSpells(snapshot, deps, query);
        const [tolerance, epsilon] = [Number(query.tolerance), Number(query.epsilon)];
        const terms = { asked: intervalsOf(range, query.interval), at, between, tolerance, epsilon };
        const figures = (some: SpellsIn) => figuresOf(some, terms);
        const total = figures(all);
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(stabilityRoute, query, resolvedRange(at, range)),
          definitions: wordsOf(query.clock),
          ...total,
          groups: groupsOf(figures),
          comparison: await askedComparison(query, { range, at }, comparedOf(total.window), async (other) => {
            const { all: before } = await askedSpells(snapshot, deps, aboutRange(query, other));
            const { window } = figuresOf(before, { ...terms, asked: intervalsOf(other, query.interval) });
            return comparedOf(window);
          }),
        };
        const { rows, splitBy } = query;
        const columns: readonly Column[] = COLUMNS[rows];
        const cells = (some: Figures) =>
          (some[rows] as Record<string, string | number | boolean | null>[]).map((row) =>
            cellsOf(columns, row),
          );
        const csv = csvOfRange(`stability-${rows}`, stream, range);
        const split = () => body.groups.flatMap((group) => cells(group).map((row) => [group.group, ...row]));
        return {
          body,
          table: () =>
            splitBy === undefined
              ? { ...csv, columns, rows: cells(body) }
              : { ...csv, columns: ['group', ...columns], rows: split() },
        };
      },
    }));
  });
}

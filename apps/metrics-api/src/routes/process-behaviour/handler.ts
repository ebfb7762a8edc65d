import type { OpenAPIHono } from '@hono/zod-openapi';
import { processBehaviourRoute } from '@kanban/api/contracts';
import { formatInstant, type Instant, type Range, resolveRange } from '@kanban/domain';
import { askedClock } from '../../answer/asked-clock.ts';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { askedSpells, type SpellsIn } from '../../answer/asked-spells.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { aboutRange } from '../../answer/range-query.ts';
import { respond } from '../../answer/respond.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadReferencesOf } from '../../load/references-of.ts';
import { comparedOf } from './compared.ts';
import { type Family, figuresOf, isOfIntervals, type Terms, valuesOf } from './fields.ts';
import { pointTable } from './tables.ts';
import { wordsOf } from './words.ts';

export function addProcessBehaviour(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(processBehaviourRoute, (c) => {
    const query = c.req.valid('query');
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const asked = await askedSpells(snapshot, deps, query, (range, at) =>
          both(range, baselineOf(query, range, at)),
        );
        const { stream, at, range, between, all, groupsOf } = asked;
        const baseline = baselineOf(query, range, at);
        const working = await askedClock(snapshot, stream, 'working');
        const families = query.family.split(',') as Family[];
        const named = families.every(isOfIntervals) ? [] : all.finished;
        const references = await loadReferencesOf(
          snapshot,
          named.map(({ itemId }) => itemId),
        );
        const terms: Terms = {
          ...{ families, references },
          ...{ range, baseline, at, between },
          unit: query.interval,
          clamp: query.clamp,
          isWorked: ({ start, end }) => query.days === 'all' || working(start, end) > 0,
        };
        const figures = (some: SpellsIn) => figuresOf(some, terms);
        const total = figures(all);
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(processBehaviourRoute, query, {
            ...resolvedRange(at, range),
            baselineFrom: formatInstant(baseline.from),
            baselineTo: formatInstant(baseline.to),
          }),
          definitions: wordsOf(query.clock),
          ...total,
          groups: groupsOf(figures),
          comparison: await askedComparison(
            query,
            { range, at },
            comparedOf(total.families),
            async (other) => {
              const { all: before } = await askedSpells(snapshot, deps, aboutRange(query, other));
              return comparedOf(valuesOf(before, { ...terms, range: other }));
            },
          ),
        };
        const csv = csvOfRange('process-behaviour', stream, range);
        return { body, table: () => pointTable(csv, body, query.splitBy !== undefined) };
      },
    }));
  });
}

/** What the limits come from: the range itself, unless other bounds are asked for. */
function baselineOf(
  { baselineFrom, baselineTo }: { baselineFrom?: string | undefined; baselineTo?: string | undefined },
  range: Range,
  at: Instant,
): Range {
  if (baselineFrom === undefined && baselineTo === undefined) return range;
  const { timeZone } = range;
  return resolveRange({
    from: baselineFrom ?? formatInstant(range.from),
    to: baselineTo ?? formatInstant(range.to),
    timeZone,
    now: at,
  });
}

function both(a: Range, b: Range): Range {
  return { ...a, from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

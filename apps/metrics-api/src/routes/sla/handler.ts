import type { OpenAPIHono } from '@hono/zod-openapi';
import { slaItemsRoute, slaRoute } from '@kanban/api/contracts';
import { completeDaysBefore, formatInstant, HOUR, intervalsOf, type SlaPolicy } from '@kanban/domain';
import { askedComparison } from '../../answer/asked-comparison.ts';
import { isPlain } from '../../answer/asked-finished.ts';
import { groupedFigures } from '../../answer/asked-items.ts';
import { askedRangeAt } from '../../answer/asked-range-at.ts';
import { instant } from '../../answer/column.ts';
import { byMinute, byRange } from '../../answer/decided-by.ts';
import { echoOf } from '../../answer/echo.ts';
import { csvOfRange, rangeEnvelope } from '../../answer/envelope.ts';
import { resolvedRange } from '../../answer/past-range.ts';
import { respondBy, wantedFormat } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { cellsOf, groupedTable } from '../../answer/table.ts';
import { respondWithWholeList } from '../../answer/whole-list.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import type { FinishedItemRow } from '../../load/finished-items.ts';
import { type FinishedPromise, loadPromisesOfBoth } from '../../load/finished-promises.ts';
import { OUTLOOK_WORDS } from '../../outlook/fields.ts';
import { promisedFields } from './fields.ts';
import { comparedOf, figuresOf, totalIn } from './figures.ts';
import { slaList } from './list.ts';
import { loadOutlook } from './outlook.ts';
import { promisesIn, toldOf } from './read.ts';
import { loadSlaTerms } from './terms.ts';
import { worstFirst } from './worst-misses.ts';

const COLUMNS = [
  instant('start'),
  instant('end'),
  'label',
  'isComplete',
  'finished',
  'hits',
  'misses',
  'withoutSla',
  'hitRate',
] as const;

const WORDS = {
  population: 'items whose finished at lies in the interval; dropped items never count',
  hit: 'finished at or before the deadline',
  ...OUTLOOK_WORDS,
};

const DEADLINE =
  'the due date of the item (one at 00:00:00.000000 is that day, to its end in the zone of the stream), else the target of ' +
  'the most specific policy for it, else none';
const WORKING_TIME =
  '; targets on the working clock are used up only in the working hours of the stream, in its own zone';

/** Says of working time only where some promise is made in it. */
function deadlineWords(policies: readonly SlaPolicy[]): string {
  return policies.some(({ clock }) => clock === 'working') ? DEADLINE + WORKING_TIME : DEADLINE;
}

export function addSla(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(slaRoute, (c) => {
    const query = c.req.valid('query');
    const { rows } = query;
    if (rows !== 'intervals' && wantedFormat(c, query.format) === 'csv') {
      return respondWithWholeList(
        c,
        deps,
        query,
        (snapshot) => slaList(snapshot, deps, slaRoute, { ...query, rows }),
        listDecidedBy({ ...query, rows }),
      );
    }
    return respondBy(c, deps, query, byMinute({}), async (snapshot) => ({
      load: async () => {
        const asked = await askedRangeAt(snapshot, deps, { ...query, clock: 'elapsed' });
        const { stream, range, at } = asked;
        const intervals = intervalsOf(range, query.interval);
        const { policies, rules, terms } = await loadSlaTerms(snapshot, stream);
        const loadPromises = loadPromisesOfBoth(range, completeDaysBefore(at, stream.timeZone));
        const finished = await promisesIn(snapshot, asked, range, query, loadPromises);
        const figures = (own: readonly FinishedPromise[]) => figuresOf(own, { terms, intervals, at });
        const { misses: missed, ...all } = figures(finished);
        const { counts, inDanger } = await loadOutlook(snapshot, stream, at, query, { terms, loadPromises });
        const most = Number(query.worst);
        const misses = await toldOf(snapshot, stream.id, worstFirst(missed).slice(0, most), query);
        const groups = isPlain(query)
          ? []
          : groupedFigures(finished as readonly FinishedItemRow[], query, (own) => {
              const { misses: _, ...figuresOfGroup } = figures(own);
              return figuresOfGroup;
            });
        const body = {
          ...rangeEnvelope(stream, range),
          at: formatInstant(at),
          parameters: echoOf(slaRoute, query, resolvedRange(at, range)),
          definitions: {
            version: 1,
            interval: query.interval,
            ...WORDS,
            deadline: deadlineWords(policies),
            policies: policies.map(({ targetUs, ...policy }) => ({
              ...policy,
              targetHours: targetUs / HOUR,
            })),
            calendar: {
              timeZone: rules.timeZone,
              workingHours: [...rules.hours],
              holidays: [...rules.holidays],
            },
          },
          ...all,
          groups,
          comparison: await askedComparison(query, asked, comparedOf(all.total), async (other) => {
            const before = await promisesIn(snapshot, asked, other, query);
            return comparedOf(totalIn(before, terms, other));
          }),
          open: { at: formatInstant(at), ...counts },
          worst: {
            misses: misses.map((miss) => promisedFields(miss, stream.queues)),
            open: inDanger.slice(0, most).map((each) => promisedFields(each, stream.queues)),
          },
        };
        return {
          body,
          etagBody: etagBodyOf(body),
          table: () =>
            groupedTable(
              csvOfRange('sla', stream, range),
              COLUMNS,
              body,
              query.splitBy !== undefined,
              (own: Pick<typeof body, 'intervals'>) => own.intervals.map((row) => cellsOf(COLUMNS, row)),
            ),
        };
      },
    }));
  });

  app.openapi(slaItemsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(
      c,
      deps,
      query,
      (snapshot) => slaList(snapshot, deps, slaItemsRoute, query),
      listDecidedBy(query),
    );
  });
}

/** What was missed stays so. What is open becomes late, and what is asked for from now whatever `at` says. */
function listDecidedBy(query: {
  rows: 'misses' | 'open';
  from?: string | undefined;
  to?: string | undefined;
  timeZone?: string | undefined;
}) {
  const { from, to, timeZone } = query;
  return query.rows === 'misses' ? byRange({ from, to, timeZone }) : byMinute({});
}

/** Who is late or in danger, not by how much just now. */
function etagBodyOf<
  Body extends { open: object; worst: { misses: object[]; open: { lateByMs: number | null }[] } },
>(body: Body) {
  const { open, worst, ...rest } = body;
  return {
    ...rest,
    ...{ at: null, asOf: null, parameters: null },
    open: { ...open, at: null },
    worst: { ...worst, open: worst.open.map((each) => ({ ...each, lateByMs: null })) },
  };
}

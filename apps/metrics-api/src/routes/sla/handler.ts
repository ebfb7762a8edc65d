import type { OpenAPIHono } from '@hono/zod-openapi';
import { slaItemsRoute, slaRoute } from '@kanban/api/contracts';
import {
  formatInstant,
  HOUR,
  intervalsOf,
  resolveRange,
  type SlaPolicy,
  slaCompliance,
} from '@kanban/domain';
import { askedAt } from '../../answer/asked-at.ts';
import { instant } from '../../answer/column.ts';
import { byMinute, byRange } from '../../answer/decided-by.ts';
import { csvOfRange, intervalFields, rangeEnvelope } from '../../answer/envelope.ts';
import { respondBy, wantedFormat } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { tableOf } from '../../answer/table.ts';
import { respondWithWholeList } from '../../answer/whole-list.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadFinishedPromises } from '../../load/finished-promises.ts';
import { OUTLOOK_WORDS } from '../../outlook/fields.ts';
import { promisedFields } from './fields.ts';
import { slaList } from './list.ts';
import { loadOutlook } from './outlook.ts';
import { loadSlaTerms } from './terms.ts';
import { loadWorstMisses } from './worst-misses.ts';

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
        (snapshot) => slaList(snapshot, deps, { ...query, rows }),
        listDecidedBy({ ...query, rows }),
      );
    }
    return respondBy(c, deps, query, byMinute({}), async (snapshot) => ({
      load: async () => {
        const { stream, now, at } = await askedAt(snapshot, deps, query);
        const { from, to, timeZone = stream.timeZone } = query;
        const range = resolveRange({ from, to, timeZone, now });
        const intervals = intervalsOf(range, query.interval);
        const { policies, rules, terms } = await loadSlaTerms(snapshot, stream);
        const finished = await loadFinishedPromises(snapshot, stream.id, range);
        const compliance = slaCompliance(finished, terms, intervals, now);
        const { counts, inDanger } = await loadOutlook(snapshot, stream, at);
        const most = Number(query.worst);
        const misses = await loadWorstMisses(snapshot, compliance.misses, most);
        const body = {
          ...rangeEnvelope(stream, range),
          definitions: {
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
          total: compliance.total,
          intervals: compliance.intervals.map((interval) => {
            const { hits, misses, withoutSla, hitRate } = interval;
            const { finished } = interval;
            return { ...intervalFields(interval, now), finished, hits, misses, withoutSla, hitRate };
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
          table: () => tableOf(csvOfRange('sla', stream, range), COLUMNS, body.intervals),
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
      (snapshot) => slaList(snapshot, deps, query),
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
    open: { ...open, at: null },
    worst: { ...worst, open: worst.open.map((each) => ({ ...each, lateByMs: null })) },
  };
}

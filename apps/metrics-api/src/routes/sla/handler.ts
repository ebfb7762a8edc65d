import type { OpenAPIHono } from '@hono/zod-openapi';
import { slaRoute } from '@kanban/api/contracts';
import {
  type Deadline,
  formatInstant,
  HOUR,
  intervalsOf,
  percentile,
  type Queue,
  type SlaPolicy,
  slaCompliance,
  slaOutlook,
  WorkingCalendar,
} from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import {
  csvOfRange,
  intervalFields,
  milliseconds,
  optionalInstant,
  rangeEnvelope,
} from '../../answer/envelope.ts';
import { respond } from '../../answer/respond.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadFinishedItems } from '../../load/finished-items.ts';
import { loadOpenItems, type OpenItemRow } from '../../load/open-items.ts';
import { loadSlaPolicies } from '../../load/sla-policies.ts';
import { loadWorkingCalendar } from '../../load/working-calendar.ts';
import { tables } from './tables.ts';

/** The share of items that the usual service level expectation promises to finish in time (The Kanban Guide). */
const EXPECTED_PERCENTILE = 85;

const WORDS = {
  population: 'items whose finished at lies in the interval; dropped items never count',
  hit: 'finished at or before the deadline',
  atRisk: `open, and late if it takes as long as ${EXPECTED_PERCENTILE} % of the items finished in the range`,
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
    // No `etagInputs`: due dates and policies change without the log, and items become late by the clock.
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, range, now } = await askedRange(snapshot, deps, query);
        const intervals = intervalsOf(range, query.interval);
        const policies = await loadSlaPolicies(snapshot, stream.name);
        const rules = await loadWorkingCalendar(snapshot, stream);
        const finished = await loadFinishedItems(snapshot, stream.id, range);
        const open = await loadOpenItems(snapshot, stream.id);

        const terms = { policies, calendar: new WorkingCalendar(rules) };
        const compliance = slaCompliance(finished, terms, intervals, now);
        const leadTimes = Float64Array.from(finished, (item) => item.finishedAt - item.enteredAt).sort();
        const expectedUs = percentile(leadTimes, EXPECTED_PERCENTILE);
        const outlook = slaOutlook(open, terms, expectedUs, now);
        const body = {
          ...rangeEnvelope(stream, range),
          definitions: {
            interval: query.interval,
            ...WORDS,
            deadline: deadlineWords(policies),
            expectedLeadTimePercentile: EXPECTED_PERCENTILE,
            expectedLeadTimeMs: milliseconds(expectedUs),
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
            const counts = { finished: interval.finished, hits, misses, withoutSla, hitRate };
            return { ...intervalFields(interval, now), ...counts };
          }),
          misses: compliance.misses.map(({ item, deadline, lateByUs }) => ({
            ...itemFields(item),
            finishedAt: formatInstant(item.finishedAt),
            ...deadlineFields(deadline),
            lateByMs: milliseconds(lateByUs),
          })),
          open: {
            at: formatInstant(now),
            late: outlook.late.map(({ item, deadline, lateByUs }) => ({
              ...openFields(item, stream.queues),
              ...deadlineFields(deadline),
              lateByMs: milliseconds(lateByUs),
            })),
            atRisk: outlook.atRisk.map(({ item, deadline, expectedFinishAt }) => ({
              ...openFields(item, stream.queues),
              ...deadlineFields(deadline),
              expectedFinishAt: formatInstant(expectedFinishAt),
            })),
          },
        };
        return {
          body,
          etagBody: etagBodyOf(body),
          table: () => tables[query.rows](body, (what) => csvOfRange(what, stream, range)),
        };
      },
    }));
  });
}

type Item = Pick<OpenItemRow, 'reference' | 'shortDesc' | 'type' | 'classOfService' | 'enteredAt'>;

function itemFields({ reference, shortDesc, type, classOfService, enteredAt }: Item) {
  return { reference, shortDesc, type, classOfService, enteredAt: formatInstant(enteredAt) };
}

function openFields(item: OpenItemRow, queues: readonly Queue[]) {
  return {
    ...itemFields(item),
    committedAt: optionalInstant(item.committedAt),
    queue: queues.find(({ id }) => id === item.queueId)?.name ?? null,
  };
}

function deadlineFields({ at, by, day }: Deadline) {
  return { deadline: day ?? formatInstant(at), dueIsDay: day !== undefined, decidedBy: by };
}

/** Who is late or at risk, not by how much just now. */
function etagBodyOf<Body extends { open: { late: { lateByMs: number }[]; atRisk: unknown[] } }>(body: Body) {
  const late = body.open.late.map(({ lateByMs: _, ...item }) => item);
  return { ...body, open: { late, atRisk: body.open.atRisk } };
}

import type { OpenAPIHono } from '@hono/zod-openapi';
import { slaItemsRoute, slaRoute } from '@kanban/api/contracts';
import {
  type Deadline,
  formatInstant,
  HOUR,
  intervalsOf,
  type Queue,
  type SlaPolicy,
  slaCompliance,
  slaOutlook,
} from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import {
  csvOfRange,
  intervalFields,
  milliseconds,
  optionalInstant,
  rangeEnvelope,
} from '../../answer/envelope.ts';
import { respond, wantedFormat } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { tableOf } from '../../answer/table.ts';
import { respondWithWholeList } from '../../answer/whole-list.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadFinishedItems } from '../../load/finished-items.ts';
import { loadOpenItems, type OpenItemRow } from '../../load/open-items.ts';
import { slaList } from './list.ts';
import { EXPECTED_PERCENTILE, expectedLeadTime } from './outlook.ts';
import { loadSlaTerms } from './terms.ts';

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
    const { rows } = query;
    if (rows !== 'intervals' && wantedFormat(c, query.format) === 'csv') {
      return respondWithWholeList(c, deps, query, (snapshot) => slaList(snapshot, deps, { ...query, rows }));
    }
    // No `etagInputs`: due dates and policies change without the log, and items become late by the clock.
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, range, now } = await askedRange(snapshot, deps, query);
        const intervals = intervalsOf(range, query.interval);
        const { policies, rules, terms } = await loadSlaTerms(snapshot, stream);
        const finished = await loadFinishedItems(snapshot, stream.id, range);
        const open = await loadOpenItems(snapshot, stream.id);

        const compliance = slaCompliance(finished, terms, intervals, now);
        const expectedUs = expectedLeadTime(finished);
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
          table: () => tableOf(csvOfRange('sla', stream, range), COLUMNS, body.intervals),
        };
      },
    }));
  });

  app.openapi(slaItemsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, (snapshot) => slaList(snapshot, deps, query));
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

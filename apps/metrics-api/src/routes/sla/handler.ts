import type { OpenAPIHono } from '@hono/zod-openapi';
import {
  type Deadline,
  formatInstant,
  HOUR,
  intervalsOf,
  percentile,
  type Queue,
  slaCompliance,
  slaOutlook,
} from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import {
  intervalFields,
  milliseconds,
  optionalInstant,
  rangeEnvelope,
  rangeName,
} from '../../answer/envelope.ts';
import { respond } from '../../answer/respond.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadFinishedItems } from '../../load/finished-items.ts';
import { loadOpenItems, type OpenItemRow } from '../../load/open-items.ts';
import { loadSlaPolicies } from '../../load/sla-policies.ts';
import { route } from './contract.ts';
import { tables } from './tables.ts';

/** The share of items that the usual service level expectation promises to finish in time (The Kanban Guide). */
const EXPECTED_PERCENTILE = 85;

const WORDS = {
  population: 'items whose finished at lies in the interval; dropped items never count',
  deadline: 'the due date of the item, else the target of the most specific policy for it, else none',
  hit: 'finished at or before the deadline',
  atRisk: `open, and late if it takes as long as ${EXPECTED_PERCENTILE} % of the items finished in the range`,
};

export function addSla(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(route, (c) => {
    const query = c.req.valid('query');
    // No `decisive`: due dates and policies change without the log, and items become late by the clock.
    return respond(c, deps, query, async (snapshot) => ({
      load: async () => {
        const { stream, range, now } = await askedRange(snapshot, deps, query);
        const intervals = intervalsOf(range, query.interval);
        const policies = await loadSlaPolicies(snapshot, stream.name);
        const finished = await loadFinishedItems(snapshot, stream.id, range);
        const open = await loadOpenItems(snapshot, stream.id);

        const compliance = slaCompliance(finished, policies, intervals, now);
        const leadTimes = Float64Array.from(finished, (item) => item.finishedAt - item.enteredAt).sort();
        const expectedUs = percentile(leadTimes, EXPECTED_PERCENTILE);
        const outlook = slaOutlook(open, policies, expectedUs, now);
        const body = {
          ...rangeEnvelope(stream, range),
          definitions: {
            interval: query.interval,
            ...WORDS,
            expectedLeadTimePercentile: EXPECTED_PERCENTILE,
            expectedLeadTimeMs: milliseconds(expectedUs),
            policies: policies.map(({ targetUs, ...policy }) => ({
              ...policy,
              targetHours: targetUs / HOUR,
            })),
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
          lasting: lastingOf(body),
          table: () => tables[query.rows](body, rangeName(stream, range)),
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

function deadlineFields({ at, by }: Deadline) {
  return { deadline: formatInstant(at), decidedBy: by };
}

/** Who is late or at risk, not by how much just now. */
function lastingOf<Body extends { open: { late: { lateByMs: number }[]; atRisk: unknown[] } }>(body: Body) {
  const late = body.open.late.map(({ lateByMs: _, ...item }) => item);
  return { ...body, open: { late, atRisk: body.open.atRisk } };
}

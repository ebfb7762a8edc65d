import type { OpenAPIHono } from '@hono/zod-openapi';
import { workItemRoute, workItemsRoute } from '@kanban/api/contracts';
import {
  elapsedBetween,
  formatInstant,
  type Journey,
  journey,
  type Queue,
  readItemTimes,
} from '@kanban/domain';
import { askedStream } from '../../answer/asked-stream.ts';
import { duration, instant } from '../../answer/column.ts';
import { dueFields, knownEnvelope, milliseconds, optionalInstant } from '../../answer/envelope.ts';
import { respondBy } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { itemFlowThen } from '../../load/as-of/item-flow-then.ts';
import { loadItemFlow, loadItemMoves, loadItemVisits } from '../../load/item-journey.ts';
import { auditFields } from '../audit-log/fields.ts';
import { askedItem } from './asked-item.ts';
import { readDetails } from './details.ts';
import { openList } from './open-list.ts';

const COLUMNS = [
  'queue',
  instant('enteredAt'),
  instant('leftAt'),
  duration('durationMs'),
  'movedBack',
] as const;

export function addWorkItems(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(workItemsRoute, (c) => {
    const query = c.req.valid('query');
    return respondWithList(c, deps, query, (snapshot) => openList(snapshot, deps, query));
  });
  app.openapi(workItemRoute, (c) => {
    const { reference } = c.req.valid('param');
    return respondBy(c, deps, c.req.valid('query'), 'answer', async (snapshot) => ({
      load: async () => {
        const { itemId, loggedAt, dueAt, ...item } = await askedItem(snapshot, reference);
        const { stream, now } = await askedStream(snapshot, deps, item.valueStream);
        const stays = await loadItemVisits(snapshot, itemId);
        const moves = await loadItemMoves(snapshot, itemId);
        const flow =
          snapshot.asOf === undefined
            ? await loadItemFlow(snapshot, itemId)
            : itemFlowThen(stays, moves, stream.queues, now);
        const way = journey(stays, stream.queues, now);
        const { blocks, fields } = await readDetails(snapshot, itemId, item.reference);
        const span = flow && { from: flow.enteredAt, to: flow.finishedAt ?? flow.droppedAt ?? now };
        const times =
          span &&
          readItemTimes(stream.queues, elapsedBetween)({ ...flow, visits: stays, blocks }, span, false);
        const visits = visitsOf(way, stream.queues);
        const since = (start: number | null | undefined) =>
          typeof start === 'number' && typeof flow?.finishedAt === 'number' ? flow.finishedAt - start : null;
        const body = {
          ...item,
          timeZone: stream.timeZone,
          ...knownEnvelope(stream),
          at: formatInstant(now),
          lastAuditId: flow?.lastAuditId ?? null,
          loggedAt: optionalInstant(loggedAt),
          ...dueFields(dueAt),
          queue: visits.findLast(({ leftAt }) => leftAt === null)?.queue ?? null,
          enteredAt: optionalInstant(flow?.enteredAt ?? null),
          committedAt: optionalInstant(flow?.committedAt ?? null),
          finishedAt: optionalInstant(flow?.finishedAt ?? null),
          droppedAt: optionalInstant(flow?.droppedAt ?? null),
          isRemoved: flow?.isRemoved === 1,
          leadTimeMs: milliseconds(since(flow?.enteredAt)),
          cycleTimeMs: milliseconds(since(flow?.committedAt)),
          activeMs: milliseconds(times?.activeUs ?? null),
          waitingMs: milliseconds(times?.waitingUs ?? null),
          blockedMs: milliseconds(times?.blockedUs ?? null),
          visits,
          moves: moves.map(auditFields),
          ...fields,
        };
        // How long the present visit has lasted is not what makes an item another.
        const etagBody = {
          ...body,
          ...{ at: null, asOf: null },
          activeMs: null,
          waitingMs: null,
          blockedMs: null,
          visits: visits.map((visit) => ({ ...visit, durationMs: null })),
        };
        const csv = { name: ['work-item', item.reference], timeZone: stream.timeZone };
        return { body, etagBody, table: () => tableOf(csv, COLUMNS, visits) };
      },
    }));
  });
}

function visitsOf({ steps }: Journey, queues: readonly Queue[]) {
  return steps.map(({ queueId, enteredAt, leftAt, durationUs, movedBack }) => {
    const queue = queues.find(({ id }) => id === queueId);
    return {
      queue: queue?.name ?? `queue ${queueId}`,
      kind: queue?.kind ?? null,
      enteredAt: formatInstant(enteredAt),
      leftAt: optionalInstant(leftAt),
      durationMs: milliseconds(durationUs),
      movedBack,
    };
  });
}

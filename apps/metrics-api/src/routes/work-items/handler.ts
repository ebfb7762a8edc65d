import type { OpenAPIHono } from '@hono/zod-openapi';
import { workItemRoute, workItemsRoute } from '@kanban/api/contracts';
import { formatInstant, type Journey, journey, type Queue } from '@kanban/domain';
import { askedStream } from '../../answer/asked-stream.ts';
import { duration, instant } from '../../answer/column.ts';
import { dueFields, milliseconds, optionalInstant } from '../../answer/envelope.ts';
import { shortened } from '../../answer/invalid-parameter.ts';
import { Refused } from '../../answer/problems.ts';
import { respondBy } from '../../answer/respond.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadItemFlow, loadItemMoves, loadItemVisits } from '../../load/item-journey.ts';
import { loadWorkItem } from '../../load/work-item.ts';
import { auditFields } from '../audit-log/fields.ts';
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
        const found = await loadWorkItem(snapshot, reference);
        if (!found) {
          const detail = `There is no work item "${shortened(reference)}", and there never was one in a queue.`;
          throw new Refused('unknown-item', { detail, parameter: 'reference' });
        }
        const { itemId, loggedAt, dueAt, ...item } = found;
        const { stream, now } = await askedStream(snapshot, deps, item.valueStream);
        const flow = await loadItemFlow(snapshot, itemId);
        const way = journey(await loadItemVisits(snapshot, itemId), stream.queues, now);
        const visits = visitsOf(way, stream.queues);
        const since = (start: number | null | undefined) =>
          typeof start === 'number' && typeof flow?.finishedAt === 'number' ? flow.finishedAt - start : null;
        const body = {
          ...item,
          timeZone: stream.timeZone,
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
          visits,
          moves: (await loadItemMoves(snapshot, itemId)).map(auditFields),
        };
        // How long the present visit has lasted is not what makes an item another.
        const etagBody = {
          ...body,
          at: null,
          visits: visits.map((visit) => ({ ...visit, durationMs: null })),
        };
        const csv = { name: ['work-item', item.reference], timeZone: stream.timeZone };
        return { body, etagBody, table: () => tableOf(csv, COLUMNS, visits) };
      },
    }));
  });
}

function visitsOf({ steps }: Journey, queues: readonly Queue[]) {
  return steps.map(({ queueId, enteredAt, leftAt, durationUs, movedBack }) => ({
    queue: queues.find(({ id }) => id === queueId)?.name ?? `queue ${queueId}`,
    enteredAt: formatInstant(enteredAt),
    leftAt: optionalInstant(leftAt),
    durationMs: milliseconds(durationUs),
    movedBack,
  }));
}

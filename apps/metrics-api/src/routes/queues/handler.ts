import type { OpenAPIHono } from '@hono/zod-openapi';
import { queuesRoute } from '@kanban/api/contracts';
import { formatInstant, localDate, type Queue, queueRoom } from '@kanban/domain';
import { askedStream } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import { byNothing } from '../../answer/decided-by.ts';
import { optionalInstant } from '../../answer/envelope.ts';
import { respondBy } from '../../answer/respond.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadQueuesNow, type QueueRow } from '../../load/queues-now.ts';
import { loadWorkInProgress } from '../../load/work-in-progress.ts';

const COLUMNS = [
  'name',
  'position',
  'kind',
  'wipLimit',
  'currentWip',
  'freeSlots',
  'isFull',
  'isOverloaded',
  'isLimitEnforced',
  'oldestReference',
  instant('oldestEnteredQueueAt'),
] as const;

export function addQueues(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(queuesRoute, (c) =>
    respondBy(c, deps, c.req.valid('query'), byNothing, async (snapshot) => {
      const { stream, now } = await askedStream(snapshot, deps, c.req.valid('query').stream);
      const states = await loadQueuesNow(snapshot, stream.name);
      return {
        load: async () => {
          const queues = stream.queues.flatMap((queue) => {
            const state = states.find(({ queueId }) => queueId === queue.id);
            return state ? [queueNow(queue, state)] : [];
          });
          const body = {
            valueStream: stream.name,
            timeZone: stream.timeZone,
            lastAuditId: stream.lastAuditId,
            at: formatInstant(now),
            workInProgress: await loadWorkInProgress(snapshot, stream.id),
            queues,
          };
          const rows = queues.map(({ oldest, ...queue }) => ({
            ...queue,
            oldestReference: oldest?.reference,
            oldestEnteredQueueAt: oldest?.enteredQueueAt,
          }));
          const { timeZone } = stream;
          const name = ['queues', stream.name, localDate(now, timeZone)];
          return { body, table: () => tableOf({ name, timeZone }, COLUMNS, rows) };
        },
      };
    }),
  );
}

function queueNow({ name, position, kind }: Queue, state: QueueRow) {
  const { currentWip, wipLimit, oldestReference, oldestSince } = state;
  const enteredQueueAt = optionalInstant(oldestSince);
  const room = queueRoom(wipLimit, currentWip);
  return {
    name,
    position,
    kind,
    wipLimit,
    currentWip,
    freeSlots: room.freeSlots,
    isFull: room.full,
    isOverloaded: room.overloaded,
    isLimitEnforced: state.isLimitEnforced === 1,
    oldest:
      oldestReference === null || enteredQueueAt === null
        ? null
        : { reference: oldestReference, enteredQueueAt },
  };
}

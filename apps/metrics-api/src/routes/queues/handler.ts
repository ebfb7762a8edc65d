import type { OpenAPIHono } from '@hono/zod-openapi';
import { queuesRoute } from '@kanban/api/contracts';
import { formatInstant, type Instant, localDate, type Queue, queueRoom, resolveAt } from '@kanban/domain';
import { askedStream } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import { byNothing } from '../../answer/decided-by.ts';
import { optionalInstant, presentEnvelope } from '../../answer/envelope.ts';
import { respondBy } from '../../answer/respond.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadItemsAt } from '../../load/items-at.ts';
import { loadQueuesNow, type QueueRow } from '../../load/queues-now.ts';
import { loadQueuesThen } from '../../load/queues-then.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
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
  app.openapi(queuesRoute, (c) => {
    const query = c.req.valid('query');
    return respondBy(c, deps, query, byNothing, async (snapshot) => {
      const { stream, now } = await askedStream(snapshot, deps, query.stream);
      const at = query.at === undefined ? now : resolveAt(query.at, now);
      const isNow = query.at === undefined && snapshot.asOf === undefined;
      const states = isNow
        ? await loadQueuesNow(snapshot, stream.name)
        : await loadQueuesThen(snapshot, stream, at);
      return {
        load: async () => {
          const queues = stream.queues.flatMap((queue) => {
            const state = states.find(({ queueId }) => queueId === queue.id);
            return state ? [queueNow(queue, state)] : [];
          });
          const body = {
            ...presentEnvelope(stream, stream.timeZone),
            at: formatInstant(at),
            workInProgress: await (isNow
              ? loadWorkInProgress(snapshot, stream.id)
              : loadWorkInProgressAt(snapshot, stream, at)),
            queues,
          };
          const rows = queues.map(({ oldest, ...queue }) => ({
            ...queue,
            oldestReference: oldest?.reference,
            oldestEnteredQueueAt: oldest?.enteredQueueAt,
          }));
          const { timeZone } = stream;
          const name = ['queues', stream.name, localDate(at, timeZone)];
          return { body, table: () => tableOf({ name, timeZone }, COLUMNS, rows) };
        },
      };
    });
  });
}

async function loadWorkInProgressAt(snapshot: Snapshot, stream: Stream, at: Instant): Promise<number> {
  const { open } = await loadItemsAt(snapshot, stream, at, { from: at, to: at });
  return open.filter(({ committedAt }) => committedAt !== null).length;
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

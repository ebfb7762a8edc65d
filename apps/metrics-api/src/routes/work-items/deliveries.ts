import type { OpenAPIHono } from '@hono/zod-openapi';
import { workItemDeliveriesRoute } from '@kanban/api/contracts';
import { formatInstant } from '@kanban/domain';
import { askedStream } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import { optionalInstant } from '../../answer/envelope.ts';
import { respondBy } from '../../answer/respond.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadItemDeliveries } from '../../load/item-deliveries.ts';
import { askedItem } from './asked-item.ts';

const COLUMNS = [
  'topic',
  'queue',
  instant('happenedAt'),
  'channel',
  'told',
  'state',
  'supersededReason',
  'attempts',
  instant('dueAt'),
  instant('settledAt'),
  'mayBeDuplicate',
] as const;

export function addWorkItemDeliveries(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(workItemDeliveriesRoute, (c) => {
    const { reference } = c.req.valid('param');
    return respondBy(c, deps, c.req.valid('query'), 'answer', (snapshot) => ({
      load: async () => {
        const item = await askedItem(snapshot, reference);
        const { stream } = await askedStream(snapshot, deps, item.valueStream);
        const rows = await loadItemDeliveries(snapshot, item.itemId);
        const deliveries = rows.map((row) => ({
          topic: row.topic,
          queue: row.queue,
          happenedAt: formatInstant(row.happened_at),
          channel: row.channel,
          told: row.told,
          state: row.state,
          supersededReason: row.superseded_reason,
          attempts: row.attempts,
          dueAt: row.state === 'pending' ? formatInstant(row.due_at) : null,
          settledAt: optionalInstant(row.settled_at),
          mayBeDuplicate: row.may_be_duplicate === 1,
        }));
        const csv = { name: ['deliveries', item.reference], timeZone: stream.timeZone };
        return {
          body: {
            reference: item.reference,
            valueStream: stream.name,
            timeZone: stream.timeZone,
            deliveries,
          },
          table: () => tableOf(csv, COLUMNS, deliveries),
        };
      },
    }));
  });
}

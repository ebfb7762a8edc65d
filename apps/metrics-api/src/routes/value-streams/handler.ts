import type { OpenAPIHono } from '@hono/zod-openapi';
import { valueStreamsRoute } from '@kanban/api/contracts';
import { askedNow } from '../../answer/asked-now.ts';
import type { Cell } from '../../answer/column.ts';
import { instant } from '../../answer/column.ts';
import { byNothing } from '../../answer/decided-by.ts';
import { knownEnvelope, optionalInstant } from '../../answer/envelope.ts';
import { respondBy } from '../../answer/respond.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadValueStreams } from '../../load/value-streams.ts';

const COLUMNS = [
  'name',
  'timeZone',
  'queueCount',
  instant('firstEventAt'),
  instant('lastEventAt'),
  'lastAuditId',
] as const;

export function addValueStreams(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(valueStreamsRoute, (c) =>
    respondBy(c, deps, c.req.valid('query'), byNothing, async (snapshot) => ({
      load: async () => {
        const known = await askedNow(snapshot, deps);
        const rows = await loadValueStreams(snapshot);
        const valueStreams = rows.map((row) => ({
          ...row,
          firstEventAt: optionalInstant(row.firstEventAt),
          lastEventAt: optionalInstant(row.lastEventAt),
        }));
        const timeZone = (row: readonly Cell[]) => String(row[COLUMNS.indexOf('timeZone')]);
        const table = () => tableOf({ name: ['value-streams'], timeZone }, COLUMNS, valueStreams);
        return { body: { ...knownEnvelope(known), valueStreams }, etagBody: valueStreams, table };
      },
    })),
  );
}

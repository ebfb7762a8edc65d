import type { OpenAPIHono } from '@hono/zod-openapi';
import { optionalInstant } from '../../answer/envelope.ts';
import { respond } from '../../answer/respond.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { loadValueStreams } from '../../load/value-streams.ts';
import { route } from './contract.ts';

const COLUMNS = ['name', 'timeZone', 'queueCount', 'firstEventAt', 'lastEventAt', 'lastAuditId'] as const;

export function addValueStreams(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(route, (c) =>
    respond(c, deps, c.req.valid('query'), async (snapshot) => ({
      load: async () => {
        const rows = await loadValueStreams(snapshot);
        const valueStreams = rows.map((row) => ({
          ...row,
          firstEventAt: optionalInstant(row.firstEventAt),
          lastEventAt: optionalInstant(row.lastEventAt),
        }));
        return { body: { valueStreams }, table: () => tableOf(['value-streams'], COLUMNS, valueStreams) };
      },
    })),
  );
}

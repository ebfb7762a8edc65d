import type { OpenAPIHono } from '@hono/zod-openapi';
import { auditLogRoute } from '@kanban/api/contracts';
import { EARLIEST_DATE, LATEST_DATE } from '@kanban/domain';
import { askedRange } from '../../answer/asked-stream.ts';
import { logState, rangeEnvelope } from '../../answer/envelope.ts';
import { respond, wantedFormat } from '../../answer/respond.ts';
import { tableOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { type AuditPlace, type AuditRow, loadAuditRows } from '../../load/audit-rows.ts';
import type { Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadItemIds } from '../../load/work-item.ts';
import { auditFields } from './fields.ts';
import { AUDIT_COLUMNS, respondWithWholeLog } from './whole-log.ts';

export function addAuditLog(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(auditLogRoute, (c) => {
    const query = c.req.valid('query');
    const asked = { ...query, from: query.from ?? EARLIEST_DATE, to: query.to ?? LATEST_DATE };
    if (wantedFormat(c, query.format) === 'csv') return respondWithWholeLog(c, deps, asked);
    return respond(c, deps, query, async (snapshot) => {
      const { stream, range } = await askedRange(snapshot, deps, asked);
      return {
        etagInputs: logState(stream, range),
        load: async () => {
          const limit = Number(query.limit);
          const page = {
            streamId: stream.id,
            ...range,
            itemIds: await itemIdsOf(snapshot, stream, query.reference),
            after: query.after === undefined ? undefined : placeFrom(query.after),
          };
          // One row more than asked for tells whether there is a next page.
          const found = await loadAuditRows(snapshot, { ...page, limit: limit + 1 });
          const rows = found.slice(0, limit);
          const last = found.length > limit ? rows.at(-1) : undefined;
          const body = {
            ...rangeEnvelope(stream, range),
            definitions: {
              order: 'by time, then by id; a row that commits late may have its place on a page already read',
              reference: query.reference ?? null,
            },
            rows: rows.map(auditFields),
            nextPage: last ? nextPage(c.req.url, last) : null,
          };
          const csv = { name: ['audit-log', stream.name], timeZone: range.timeZone };
          return { body, table: () => tableOf(csv, AUDIT_COLUMNS, body.rows) };
        },
      };
    });
  });
}

/** Undefined: all items. */
async function itemIdsOf(snapshot: Snapshot, stream: Stream, reference: string | undefined) {
  return reference === undefined ? undefined : loadItemIds(snapshot, stream.id, reference);
}

/** `1764000000000000-17`: the time and the id of the last row of a page. */
function placeFrom(after: string): AuditPlace {
  const [occurredAt, id] = after.split('-').map(Number);
  return { occurredAt: occurredAt ?? 0, id: id ?? 0 };
}

function nextPage(url: string, { occurredAt, id }: AuditRow): string {
  const next = new URL(url);
  next.searchParams.set('after', `${occurredAt}-${id}`);
  return `${next.pathname}${next.search}`;
}

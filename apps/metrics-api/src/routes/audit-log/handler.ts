import type { OpenAPIHono } from '@hono/zod-openapi';
import { auditLogRoute } from '@kanban/api/contracts';
import { EARLIEST_DATE, LATEST_DATE, type Range } from '@kanban/domain';
import { askedRange, type RangeQuery } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import { byRange } from '../../answer/decided-by.ts';
import { rangeEnvelope } from '../../answer/envelope.ts';
import { respondWithList } from '../../answer/respond-with-list.ts';
import { cellsOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { type AuditRow, loadAuditRows } from '../../load/audit-rows.ts';
import type { Stream } from '../../load/stream.ts';
import { loadItemIds } from '../../load/work-item.ts';
import { auditFields } from './fields.ts';

const COLUMNS = [
  'id',
  instant('occurredAt'),
  'reference',
  'fromQueue',
  'toQueue',
  'actor',
  'reason',
] as const;

export function addAuditLog(app: OpenAPIHono<AppEnv>, deps: Deps): void {
  app.openapi(auditLogRoute, (c) => {
    const query = c.req.valid('query');
    const asked = { ...query, from: query.from ?? EARLIEST_DATE, to: query.to ?? LATEST_DATE };
    return respondWithList<AuditRow>(
      c,
      deps,
      query,
      async (snapshot) => {
        const { stream, range } = await askedRange(snapshot, deps, asked);
        const { reference } = query;
        return {
          head: {
            ...rangeEnvelope(stream, range),
            definitions: {
              order: 'by time, then by id; a row that commits late may have its place on a page already read',
              reference: reference ?? null,
            },
          },
          rowsAs: 'rows',
          csv: { name: fileName(stream, range, asked), timeZone: range.timeZone, columns: COLUMNS },
          placeOf: ({ occurredAt, id }) => ({ value: occurredAt, id }),
          fieldsOf: auditFields,
          cellsOf: (row) => cellsOf(COLUMNS, auditFields(row)),
          async *chunks(after, limit) {
            const itemIds =
              reference === undefined ? undefined : await loadItemIds(snapshot, stream.id, reference);
            for (let place = after; ; ) {
              const { from, to } = range;
              const page = { streamId: stream.id, from, to, itemIds, after: place, limit };
              const rows = await loadAuditRows(snapshot, page);
              yield rows;
              const last = rows.at(-1);
              if (rows.length < limit || !last) return;
              place = { value: last.occurredAt, id: last.id };
            }
          },
        };
      },
      byRange(asked),
    );
  });
}

interface Named extends RangeQuery {
  reference?: string | undefined;
}

function fileName(stream: Stream, range: Range, query: Named): string[] {
  const { reference } = query;
  return ['audit-log', stream.name, ...(reference === undefined ? [] : [reference]), ...dates(range, query)];
}

/** Only what was asked for: the log has no telling beginning and end of its own. */
function dates({ fromLocal, toLocal }: Range, { from, to }: Named): string[] {
  const [hasFrom, hasTo] = [from !== EARLIEST_DATE, to !== LATEST_DATE];
  if (hasFrom && hasTo) return [fromLocal, toLocal];
  if (hasFrom) return [`from-${fromLocal}`];
  return hasTo ? [`to-${toLocal}`] : [];
}

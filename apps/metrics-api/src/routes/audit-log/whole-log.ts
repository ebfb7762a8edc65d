import { EARLIEST_DATE, LATEST_DATE, type Range } from '@kanban/domain';
import type { Context } from 'hono';
import { askedRange, type RangeQuery } from '../../answer/asked-stream.ts';
import { instant } from '../../answer/column.ts';
import { type CsvQuery, csvDialect } from '../../answer/csv-dialect.ts';
import { logState } from '../../answer/envelope.ts';
import { etagOf, isKnown } from '../../answer/etag.ts';
import { Refused } from '../../answer/problems.ts';
import { csvResponse } from '../../answer/respond.ts';
import { cellsOf } from '../../answer/table.ts';
import type { AppEnv, Deps } from '../../deps.ts';
import { type AuditPlace, loadAuditRows } from '../../load/audit-rows.ts';
import { closeSnapshot, openSnapshot, type Snapshot } from '../../load/snapshot.ts';
import type { Stream } from '../../load/stream.ts';
import { loadItemIds } from '../../load/work-item.ts';
import { auditFields } from './fields.ts';

export const AUDIT_COLUMNS = [
  'id',
  instant('occurredAt'),
  'reference',
  'fromQueue',
  'toQueue',
  'actor',
  'reason',
] as const;

/** Who downloads one file after the other is not refused for the moment in which the last one ends. */
const WAIT_MS = 1_000;

/** Rows in memory at once. */
const CHUNK = 2_000;

interface WholeLogQuery extends RangeQuery, CsvQuery {
  reference?: string | undefined;
}

/**
 * All rows as CSV, in a chunk of memory: the snapshot stays open until the last row was sent or the client went away, so the
 * file is of one moment, whatever commits meanwhile.
 */
export async function respondWithWholeLog(
  c: Context<AppEnv>,
  deps: Deps,
  query: WholeLogQuery,
): Promise<Response> {
  const dialect = csvDialect(query);
  const giveBack = await deps.streams.take(WAIT_MS);
  if (!giveBack) {
    throw new Refused('service-busy', {
      detail:
        'As many whole logs as there may be at once are being downloaded. Try again when one has ended.',
    });
  }
  let snapshot: Snapshot | undefined;
  const close = async () => {
    if (snapshot) await closeSnapshot(snapshot);
    giveBack();
  };
  let isStreaming = false;
  try {
    snapshot = await openSnapshot(deps.db);
    const { stream, range } = await askedRange(snapshot, deps, query);
    const etag = etagOf(c.req.path, Object.entries(query).sort(), 'csv', logState(stream, range));
    const headers = { ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'Accept' };
    if (isKnown(c.req.header('If-None-Match'), etag)) return c.body(null, 304, headers);
    const itemIds =
      query.reference === undefined ? undefined : await loadItemIds(snapshot, stream.id, query.reference);
    const rows = allRows(snapshot, stream, range, itemIds);
    const name = fileName(stream, range, query);
    const table = { name, timeZone: range.timeZone, columns: AUDIT_COLUMNS, rows };
    const response = csvResponse(c, table, { dialect, headers, onEnd: close });
    isStreaming = response.body !== null;
    return response;
  } finally {
    if (!isStreaming) await close();
  }
}

async function* allRows(snapshot: Snapshot, stream: Stream, range: Range, itemIds: number[] | undefined) {
  let after: AuditPlace | undefined;
  for (;;) {
    const page = { streamId: stream.id, from: range.from, to: range.to, itemIds, after, limit: CHUNK };
    const rows = await loadAuditRows(snapshot, page);
    for (const row of rows.map(auditFields)) yield cellsOf(AUDIT_COLUMNS, row);
    if (rows.length < CHUNK) return;
    after = rows.at(-1);
  }
}

function fileName(stream: Stream, range: Range, query: WholeLogQuery): string[] {
  const { reference } = query;
  return ['audit-log', stream.name, ...(reference === undefined ? [] : [reference]), ...dates(range, query)];
}

/** Only what was asked for: the log has no telling beginning and end of its own. */
function dates({ fromLocal, toLocal }: Range, { from, to }: WholeLogQuery): string[] {
  const [hasFrom, hasTo] = [from !== EARLIEST_DATE, to !== LATEST_DATE];
  if (hasFrom && hasTo) return [fromLocal, toLocal];
  if (hasFrom) return [`from-${fromLocal}`];
  return hasTo ? [`to-${toLocal}`] : [];
}

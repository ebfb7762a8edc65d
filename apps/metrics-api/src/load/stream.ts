import type { Instant, Queue } from '@kanban/domain';
import { sql } from 'kysely';
import { loadLastKnownRow } from './as-of/last-known-row.ts';
import { loadStreamsThen } from './as-of/streams-then.ts';
import type { Snapshot } from './snapshot.ts';
import { STATE_COLUMNS, type StreamState, stateOf } from './stream-states.ts';

export interface Stream {
  id: number;
  name: string;
  timeZone: string;
  /** All of its queues, the dropped ones included, by position. */
  queues: Queue[];
  /** The last row of its audit log; null when it has none. */
  lastAuditId: number | null;
  /** When its last move occurred; null when there is none. */
  lastAt: Instant | null;
  /** The database's clock, the one audit rows are dated with; or as of when it is read. */
  now: Instant;
  isSettled: boolean;
}

interface PresentStream extends Stream {
  /** What tells of two snapshots whether the stream is the same in both. */
  state: StreamState;
}

/** A value stream as a snapshot sees it; undefined when there is none of that name. */
export async function loadStream(snapshot: Snapshot, name: string): Promise<Stream | undefined> {
  const { asOf } = snapshot;
  if (asOf === undefined) return loadPresentStream(snapshot, name);
  const { instant: now, isSettled } = asOf;
  const isPresent = ['value_streams' as const, 'wip_limits' as const].every(
    (table) => asOf.settingsOf(table) === undefined,
  );
  const stream = isPresent
    ? await loadPresentStream(snapshot, name)
    : (await loadStreamsThen(snapshot)).find((each) => each.name === name);
  if (!stream) return undefined;
  const { id, timeZone, queues } = stream;
  const last = await loadLastKnownRow(snapshot, id);
  return {
    ...{ id, name, timeZone, queues },
    lastAuditId: last?.id ?? null,
    lastAt: last?.occurredAt ?? null,
    ...{ now, isSettled },
  };
}

const known = new WeakMap<Snapshot, Map<string, Promise<PresentStream | undefined>>>();

/** The same, as it is now, with its state; read once a snapshot. */
export function loadPresentStream(snapshot: Snapshot, name: string): Promise<PresentStream | undefined> {
  const streams = known.get(snapshot) ?? new Map<string, Promise<PresentStream | undefined>>();
  known.set(snapshot, streams);
  const stream = streams.get(name) ?? readStream(snapshot, name);
  streams.set(name, stream);
  return stream;
}

type Row = StreamState & { id: number; lastAt: Instant | null; now: Instant } & (
    | { queueId: number; queue: string; position: number; kind: Queue['kind']; wipLimit: number }
    | { queueId: null }
  );

/**
 * Point reads only: its state, the end of audit_log_when and its queues. LIMIT 1 keeps the state from being read for each queue. The
 * whole order of the index is named, since both servers else walk it backwards through the rows of busier streams.
 */
async function readStream(snapshot: Snapshot, name: string): Promise<PresentStream | undefined> {
  const { rows } = await sql<Row>`
    SELECT s.*, q.id AS queueId, q.queue_name AS queue, q.position, q.kind, q.wip_limit AS wipLimit
    FROM (
      SELECT ${STATE_COLUMNS}, t.value_stream_id AS id, UTC_TIMESTAMP(6) AS now,
        (SELECT occurred_at FROM audit_log FORCE INDEX (audit_log_when) WHERE value_stream_id = t.value_stream_id
         ORDER BY value_stream_id DESC, occurred_at DESC LIMIT 1) AS lastAt
      FROM stream_states t WHERE t.value_stream = ${name} LIMIT 1
    ) s LEFT JOIN wip_limits q ON q.value_stream = s.name
    ORDER BY q.position`.execute(snapshot);
  const [first] = rows;
  if (!first) return undefined;
  const { id, lastAt, now } = first;
  const state = stateOf(first);
  const { name: own, timeZone, lastAuditId } = state;
  const queues = rows.flatMap((row) => {
    if (row.queueId === null) return [];
    const { queueId, queue, position, kind, wipLimit } = row;
    return [{ id: queueId, name: queue, position, kind, wipLimit }];
  });
  return { id, name: own, timeZone, queues, lastAuditId, lastAt, state, now, isSettled: false };
}

import type { Instant } from '@kanban/domain';
import { sql } from 'kysely';
import { loadLogStart } from '../log-start.ts';
import type { Snapshot } from '../snapshot.ts';
import { loadLastKnownRow } from './last-known-row.ts';
import { loadStreamsThen } from './streams-then.ts';

export interface ValueStreamRow {
  name: string;
  timeZone: string;
  queueCount: number;
  firstEventAt: Instant | null;
  lastEventAt: Instant | null;
  lastAuditId: number | null;
}

/** All value streams by name, as they were at the instant of `asOf`. */
export async function loadValueStreamsThen(snapshot: Snapshot): Promise<ValueStreamRow[]> {
  const rows: ValueStreamRow[] = [];
  for (const { id, name, timeZone, queues } of await loadStreamsThen(snapshot)) {
    const firstEventAt = await loadLogStart(snapshot, id);
    const last = await loadLastKnownRow(snapshot, id);
    const [lastEventAt, lastAuditId] = [last?.occurredAt ?? null, last?.id ?? null];
    rows.push({ name, timeZone, queueCount: queues.length, firstEventAt, lastEventAt, lastAuditId });
  }
  return rows.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

/** Since when any stream can be told of; null: there is no history of settings yet. */
export async function loadBeginning(snapshot: Snapshot): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant | null }>`
    SELECT MIN(recorded_at) AS at FROM config_history WHERE table_name = 'value_streams'`.execute(snapshot);
  return rows[0]?.at ?? null;
}

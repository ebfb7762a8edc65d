import type { Kind, Queue } from '@kanban/domain';
import { sql } from 'kysely';
import type { SettingRow } from '../setting-tables.ts';
import type { Snapshot } from '../snapshot.ts';

export interface StreamThen {
  id: number;
  name: string;
  timeZone: string;
  /** By position. */
  queues: Queue[];
}

/** All streams with their queues as they were at the instant of `asOf`, by id. */
export async function loadStreamsThen(snapshot: Snapshot): Promise<StreamThen[]> {
  const { asOf } = snapshot;
  const streams =
    asOf?.settingsOf('value_streams') ?? (await all(snapshot, 'id, name, time_zone', 'value_streams'));
  const queues =
    asOf?.settingsOf('wip_limits') ??
    (await all(snapshot, 'id, value_stream, queue_name, wip_limit, position, kind', 'wip_limits'));
  const byName = Map.groupBy(queues, ({ value_stream }) => value_stream);
  return streams
    .map(({ id, name, time_zone: timeZone }) => ({
      id: Number(id),
      name: String(name),
      timeZone: String(timeZone),
      queues: (byName.get(String(name)) ?? []).map(queueOf).sort((a, b) => a.position - b.position),
    }))
    .sort((a, b) => a.id - b.id);
}

function queueOf(row: SettingRow): Queue {
  return {
    id: Number(row.id),
    name: String(row.queue_name),
    position: Number(row.position),
    kind: row.kind as Kind,
    wipLimit: Number(row.wip_limit),
  };
}

async function all(snapshot: Snapshot, columns: string, table: string): Promise<SettingRow[]> {
  const { rows } = await sql<SettingRow>`SELECT ${sql.raw(columns)} FROM ${sql.table(table)}`.execute(
    snapshot,
  );
  return rows;
}

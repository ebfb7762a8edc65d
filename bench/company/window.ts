import type { RowDataPacket } from 'mysql2/promise';
import type { BenchCompany } from './companies.ts';

/** What a statement and an address need to ask for the same. */
export interface Window {
  readonly stream: string;
  readonly streamId: number;
  readonly queueIds: readonly number[];
  readonly days: number;
  /** Half open, in UTC: of full hours, so that no point lies within a quarter hour. */
  readonly from: string;
  readonly to: string;
}

const HOUR = 3_600_000;

/** The last `days` of a company's stream. */
export async function windowOf({ database, stream }: BenchCompany, days: number): Promise<Window> {
  const [queues] = await database.pool.query<RowDataPacket[]>(
    `SELECT q.id, s.id AS streamId FROM wip_limits q JOIN value_streams s ON s.name = q.value_stream
     WHERE s.name = ? ORDER BY q.position`,
    [stream],
  );
  const end = Math.floor(Date.now() / HOUR) * HOUR;
  return {
    stream,
    streamId: Number(queues[0]?.streamId),
    queueIds: queues.map(({ id }) => Number(id)),
    days,
    from: new Date(end - days * 24 * HOUR).toISOString(),
    to: new Date(end).toISOString(),
  };
}

/** `2026-03-01 14:00:00`, as a statement says it. */
export function sqlTime(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

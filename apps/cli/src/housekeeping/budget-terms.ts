import type { SlaObjective } from '@kanban/domain';
import type { Pool, RowDataPacket } from 'mysql2/promise';

export interface SweptObjective extends SlaObjective {
  readonly id: number;
  /** What the last whole sweep went by; null: there was none. */
  readonly lastSweep: {
    readonly objective: number;
    readonly windowDays: number;
    readonly importedId: number;
  } | null;
}

/** The objectives of all streams by the name of the stream, as they are now. */
export async function readObjectives(pool: Pool): Promise<Map<string, SweptObjective[]>> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT o.id, o.value_stream, o.class_of_service, o.type, o.objective, o.window_days,
            s.objective AS last_objective, s.window_days AS last_days, s.imported_id
     FROM sla_objectives o LEFT JOIN budget_sweeps s ON s.objective_id = o.id ORDER BY o.id`,
  );
  const byStream = Map.groupBy(rows, (row) => row.value_stream as string);
  return new Map([...byStream].map(([stream, own]) => [stream, own.map(objectiveOf)]));
}

function objectiveOf(row: RowDataPacket): SweptObjective {
  return {
    id: row.id,
    classOfService: row.class_of_service || null,
    type: row.type || null,
    objective: Number(row.objective),
    windowDays: row.window_days,
    lastSweep:
      row.last_objective === null
        ? null
        : {
            objective: Number(row.last_objective),
            windowDays: row.last_days,
            importedId: Number(row.imported_id),
          },
  };
}

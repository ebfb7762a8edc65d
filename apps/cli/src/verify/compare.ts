import { formatInstant, isReadable } from '@kanban/domain';
import type { DerivedTable } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Stream } from '../history/streams.ts';

export interface Findings {
  readonly count: number;
  /** The first of them, readable. */
  readonly lines: readonly string[];
}

interface Difference {
  readonly side: 'kept' | 'replayed';
  readonly values: readonly unknown[];
}

/**
 * Rows that stand on one side only, found by grouping both sides together: NULLs are equal, and neither side needs an
 * index. Cost: one sort of both.
 */
export async function compare(
  connection: PoolConnection,
  stream: Stream,
  { columns, keys, kept, replayed }: DerivedTable,
  show: number,
): Promise<Findings> {
  const list = columns.join(', ');
  const telling = columns.slice(0, keys).join(', ');
  const sql = `
    SELECT different.*, MAX(number) OVER () AS total
    FROM (
      SELECT ${list}, MAX(side) AS on_side, DENSE_RANK() OVER (ORDER BY ${telling}) AS number
      FROM (SELECT 'kept' AS side, ${list} FROM (${kept}) kept WHERE value_stream_id = ?
            UNION ALL SELECT 'replayed' AS side, ${list} FROM (${replayed}) replayed WHERE value_stream_id = ?) both_sides
      GROUP BY ${list}
      HAVING SUM(side = 'kept') <> SUM(side = 'replayed')) different
    ORDER BY number, on_side
    LIMIT ${show * 2}`;
  const [rows] = await connection.query<RowDataPacket[]>(sql, [stream.id, stream.id]);
  // A row that stands on both sides with other values is one difference.
  const byNumber = Map.groupBy(rows, (row) => Number(row.number));
  const shown = [...byNumber.values()].slice(0, show);
  const lines = shown.map((sides) =>
    describe(
      columns,
      keys,
      sides.map((row) => ({ side: row.on_side, values: columns.map((column) => row[column]) })),
    ),
  );
  return { count: Number(rows[0]?.total ?? 0), lines };
}

function describe(columns: readonly string[], keys: number, sides: readonly Difference[]): string {
  const [one, other] = sides;
  if (!one) return '';
  const row = columns.slice(0, keys).map((column, index) => `${column} ${format(column, one.values[index])}`);
  if (!other) {
    return `${row.join(', ')}: ${one.side === 'kept' ? 'is kept but should not be' : 'should be kept but is not'}`;
  }
  const kept = one.side === 'kept' ? one : other;
  const replayed = one.side === 'kept' ? other : one;
  const differing = columns.flatMap((column, index) =>
    kept.values[index] === replayed.values[index]
      ? []
      : [
          `${column} is ${format(column, kept.values[index])} but should be ${format(column, replayed.values[index])}`,
        ],
  );
  return `${row.join(', ')}: ${differing.join('; ')}`;
}

function format(column: string, value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  const isInstant = (column.endsWith('_at') || column === 'interval_start') && typeof value === 'number';
  if (!isInstant) return String(value);
  return isReadable(value) ? formatInstant(value) : 'no date';
}

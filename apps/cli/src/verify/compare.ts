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

/** What was found of each stream, by its id. */
export type FindingsOfStreams = ReadonlyMap<number, Findings>;

/**
 * Rows that stand on one side only, found by grouping both sides together: NULLs are equal, and neither side needs an
 * index. Cost: one sort of both, of all streams asked about at once.
 */
export async function compare(
  connection: PoolConnection,
  streams: readonly Stream[],
  { columns, keys, kept, replayed }: DerivedTable,
  show: number,
): Promise<FindingsOfStreams> {
  const list = columns.join(', ');
  const telling = columns.slice(0, keys).join(', ');
  const sql = `
    SELECT * FROM (
      SELECT different.*, MAX(number) OVER (PARTITION BY value_stream_id) AS total
      FROM (
        SELECT value_stream_id, ${list}, MAX(side) AS on_side,
          DENSE_RANK() OVER (PARTITION BY value_stream_id ORDER BY ${telling}) AS number
        FROM (SELECT 'kept' AS side, value_stream_id, ${list} FROM (${kept}) kept WHERE value_stream_id IN (?)
              UNION ALL
              SELECT 'replayed' AS side, value_stream_id, ${list} FROM (${replayed}) replayed WHERE value_stream_id IN (?)) both_sides
        GROUP BY value_stream_id, ${list}
        HAVING SUM(side = 'kept') <> SUM(side = 'replayed')) different) numbered
    WHERE number <= ? ORDER BY value_stream_id, number, on_side`;
  const ids = streams.map(({ id }) => id);
  const [rows] = await connection.query<RowDataPacket[]>(sql, [ids, ids, show]);
  const found = Map.groupBy(rows, (row) => Number(row.value_stream_id));
  return new Map(
    [...found].map(([streamId, differences]) => {
      // A row that exists on both sides with different values is one difference.
      const byNumber = Map.groupBy(differences, (row) => Number(row.number));
      const lines = [...byNumber.values()].map((sides) =>
        describe(
          columns,
          keys,
          sides.map((row) => ({ side: row.on_side, values: columns.map((column) => row[column]) })),
        ),
      );
      return [streamId, { count: Number(differences[0]?.total ?? 0), lines }];
    }),
  );
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

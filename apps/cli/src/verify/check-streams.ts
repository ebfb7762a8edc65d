import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import type { Stream } from '../history/streams.ts';
import { type Check, checks } from './checks.ts';
import type { Findings } from './compare.ts';
import type { Task } from './in-parallel.ts';

/**
 * Streams that together have at most so many rows in the log are checked by one statement, because a scan of a table
 * costs the same for one.
 */
const ROWS_AT_ONCE = 150_000;

/** The findings of each stream by each check; there is no entry without a finding. */
export class StreamFindings {
  readonly #found = new Map<Check, Map<number, Findings>>(checks.map((check) => [check, new Map()]));

  of(stream: Stream, check: Check): Findings {
    return this.#found.get(check)?.get(stream.id) ?? { count: 0, lines: [] };
  }

  add(check: Check, findings: ReadonlyMap<number, Findings>): void {
    for (const [streamId, each] of findings) this.#found.get(check)?.set(streamId, each);
  }
}

/** Every check of every stream, as tasks that write their findings. */
export async function checkStreams(
  connection: PoolConnection,
  streams: readonly Stream[],
  show: number,
  found: StreamFindings,
): Promise<Task[]> {
  const counts = await countRows(connection);
  const rowsOf = (stream: Stream) => counts.get(stream.id) ?? 0;
  const groups: { streams: Stream[]; rows: number }[] = [];
  for (const stream of streams.toSorted((a, b) => rowsOf(a) - rowsOf(b))) {
    const last = groups.at(-1);
    if (last && last.rows + rowsOf(stream) <= ROWS_AT_ONCE) {
      last.streams.push(stream);
      last.rows += rowsOf(stream);
    } else groups.push({ streams: [stream], rows: rowsOf(stream) });
  }
  return groups.flatMap((group) =>
    checks.map((check) => ({
      weight: group.rows + 1,
      run: async (worker) => found.add(check, await check.run(worker, group.streams, show)),
    })),
  );
}

/** Rows of the log by the stream's id: a walk through an index alone. */
async function countRows(connection: PoolConnection): Promise<Map<number, number>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT value_stream_id AS id, COUNT(*) AS log_rows FROM audit_log FORCE INDEX (audit_log_stream) GROUP BY value_stream_id',
  );
  return new Map(rows.map(({ id, log_rows: count }) => [Number(id), Number(count)]));
}

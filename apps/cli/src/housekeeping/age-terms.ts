import type { Pool, RowDataPacket } from 'mysql2/promise';
import { readStreams, type Stream } from '../history/streams.ts';

/** What decides about the ages of a stream. */
export interface AgeTerms {
  readonly stream: Stream;
  /** The setting `ageing_percentile`; null: off. */
  readonly percentile: number | null;
  /** What the last whole sweep went by; null: there was none. */
  readonly lastSweep: { readonly percentile: number; readonly importedId: number } | null;
}

/** The terms of all streams, as they are now. */
export async function readAgeTerms(pool: Pool): Promise<AgeTerms[]> {
  const streams = await readStreams(pool);
  const [rows] = await pool.query<RowDataPacket[]>(
    `SELECT v.id, setting_value('ageing_percentile', v.name) AS percentile, s.percentile AS last_percentile, s.imported_id
     FROM value_streams v LEFT JOIN age_sweeps s ON s.value_stream_id = v.id`,
  );
  const byStream = new Map(rows.map((row) => [row.id as number, row]));
  return streams.flatMap((stream) => {
    const row = byStream.get(stream.id);
    if (!row) return [];
    const { percentile, last_percentile: last, imported_id: importedId } = row;
    return {
      stream,
      percentile: percentile === 'off' ? null : Number(percentile),
      lastSweep: last === null ? null : { percentile: last, importedId },
    };
  });
}

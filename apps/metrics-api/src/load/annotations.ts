import { sql } from 'kysely';
import { byIndex } from './by-index.ts';
import type { Snapshot } from './snapshot.ts';

/** What somebody says happened on a local day of a stream, `YYYY-MM-DD`. */
export interface Annotation {
  id: number;
  day: string;
  text: string;
  writtenAt: number;
  writtenBy: string;
}

/** The annotations of a stream from one day to another, both included: by day, and by id. Reads annotations_day. */
export async function loadAnnotations(
  snapshot: Snapshot,
  stream: string,
  { fromLocal, toLocal }: { readonly fromLocal: string; readonly toLocal: string },
): Promise<Annotation[]> {
  const rows = await snapshot
    .selectFrom(byIndex('annotations', 'a', 'annotations_day'))
    .select(['a.id', 'a.text', 'a.created_at as writtenAt', 'a.created_by as writtenBy'])
    .select(sql<string>`DATE_FORMAT(a.day, '%Y-%m-%d')`.as('day'))
    .where('a.value_stream', '=', stream)
    .where(sql<boolean>`a.day BETWEEN ${fromLocal} AND ${toLocal}`)
    .orderBy('a.day')
    .orderBy('a.id')
    .execute();
  return rows.map((row) => ({ ...row, writtenAt: row.writtenAt ?? 0, writtenBy: row.writtenBy ?? '' }));
}

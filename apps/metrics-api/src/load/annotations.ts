import { instantFromSql } from '@kanban/schema';
import { sql } from 'kysely';
import { settingsThen } from './as-of/settings-then.ts';
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
  const then = settingsThen(snapshot, 'annotations', stream, ['day', 'id']);
  if (then !== undefined) {
    return then
      .filter(({ day }) => String(day) >= fromLocal && String(day) <= toLocal)
      .map((row) => ({
        id: Number(row.id),
        text: String(row.text),
        writtenAt: row.created_at === null ? 0 : instantFromSql(String(row.created_at)),
        writtenBy: String(row.created_by ?? ''),
        day: String(row.day),
      }));
  }
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

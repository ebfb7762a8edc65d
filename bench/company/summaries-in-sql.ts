import { sqlTime, type Window } from './window.ts';

const finished = ({ streamId, from, to }: Window) => `
  FROM item_flow f FORCE INDEX (item_flow_finished) JOIN work_items w ON w.id = f.item_id
  WHERE f.value_stream_id = ${streamId} AND f.finished_at >= '${sqlTime(from)}' AND f.finished_at < '${sqlTime(to)}'`;

/** The values at these percentiles, by nearest rank, of the column `us` of a table. */
const ranked = (table: string, percentiles: readonly number[]) => `
  SELECT us, place / items AS share FROM (
    SELECT us, ROW_NUMBER() OVER (ORDER BY us) AS place, COUNT(*) OVER () AS items FROM (${table}) sample) ranked
  WHERE place IN (${percentiles.map((p) => `CEIL(items * ${p} / 100)`).join()})`;

/** What one writes for the four percentiles of lead time. */
export function leadTimesInSql({ streamId, from, to }: Window): string {
  return ranked(
    `SELECT TIMESTAMPDIFF(MICROSECOND, entered_at, finished_at) AS us FROM item_flow FORCE INDEX (item_flow_finished)
     WHERE value_stream_id = ${streamId} AND finished_at >= '${sqlTime(from)}' AND finished_at < '${sqlTime(to)}'`,
    [50, 70, 85, 95],
  );
}

/** By how much of their promise items took: its percentiles, of those that have one by the clock or a due date. */
export function promisesInSql(window: Window): string {
  return ranked(
    `SELECT TIMESTAMPDIFF(MICROSECOND, f.finished_at,
              COALESCE(w.date_due, f.entered_at + INTERVAL (SELECT MIN(p.target_hours) FROM sla_policies p
                WHERE p.value_stream = w.value_stream AND p.class_of_service = w.class_of_service) HOUR)) AS us
     ${finished(window)}`,
    [50, 70, 85, 95],
  );
}

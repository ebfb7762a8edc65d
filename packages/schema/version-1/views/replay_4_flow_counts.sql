-- What flow_counts must hold, from audit_log alone: each step is turned into what it adds to which queue, summed by
-- quarter hour, and summed up to date.
CREATE VIEW replay_4_flow_counts AS
SELECT
  value_stream_id, queue_id, interval_start,
  SUM(arrivals) OVER so_far AS arrivals,
  SUM(departures) OVER so_far AS departures,
  SUM(entries) OVER so_far AS entries,
  SUM(marked) OVER so_far AS marked,
  SUM(marked_dropped) OVER so_far AS marked_dropped,
  SUM(behind) OVER so_far AS behind
FROM (
  SELECT
    value_stream_id,
    queue_id,
    interval_start,
    SUM(what = 'arrival') AS arrivals,
    SUM(what = 'departure') AS departures,
    SUM(what = 'entry') AS entries,
    SUM((what = 'mark') - (what = 'unmark')) AS marked,
    SUM((what = 'drop') - (what = 'undrop')) AS marked_dropped,
    SUM((what = 'fall behind') - (what = 'catch up')) AS behind
  FROM (
    SELECT
      value_stream_id,
      CAST(TIMESTAMPADD(MINUTE, TIMESTAMPDIFF(MINUTE, '1970-01-01 00:00:00', occurred_at) DIV 15 * 15, '1970-01-01 00:00:00')
        AS DATETIME) AS interval_start,
      what,
      CASE what
        WHEN 'arrival' THEN IF(location <=> location_before, NULL, location)
        WHEN 'departure' THEN IF(location <=> location_before, NULL, location_before)
        WHEN 'entry' THEN IF(is_first, location, NULL)
        WHEN 'mark' THEN IF(mark <=> mark_before, NULL, mark & 0xFFFFFFFF)
        WHEN 'unmark' THEN IF(mark <=> mark_before, NULL, mark_before & 0xFFFFFFFF)
        WHEN 'drop' THEN IF(dropped_mark <=> dropped_mark_before, NULL, dropped_mark & 0xFFFFFFFF)
        WHEN 'undrop' THEN IF(dropped_mark <=> dropped_mark_before, NULL, dropped_mark_before & 0xFFFFFFFF)
        WHEN 'fall behind' THEN IF(behind_in <=> behind_in_before, NULL, behind_in)
        WHEN 'catch up' THEN IF(behind_in <=> behind_in_before, NULL, behind_in_before)
      END AS queue_id
    FROM (
      SELECT
        r.*,
        IF(is_dropped, mark, NULL) AS dropped_mark,
        IF(was_dropped, mark_before, NULL) AS dropped_mark_before,
        IF(NOT is_dropped AND location <> mark & 0xFFFFFFFF, location, NULL) AS behind_in,
        IF(NOT was_dropped AND location_before <> mark_before & 0xFFFFFFFF, location_before, NULL) AS behind_in_before
      FROM replay_1_steps r
    ) step
    CROSS JOIN (
      SELECT 'arrival' AS what UNION ALL SELECT 'departure' UNION ALL SELECT 'entry'
      UNION ALL SELECT 'mark' UNION ALL SELECT 'unmark' UNION ALL SELECT 'drop' UNION ALL SELECT 'undrop'
      UNION ALL SELECT 'fall behind' UNION ALL SELECT 'catch up'
    ) contribution
  ) touched
  WHERE queue_id IS NOT NULL
  GROUP BY value_stream_id, queue_id, interval_start
) quarter
WINDOW so_far AS (PARTITION BY value_stream_id, queue_id ORDER BY interval_start)

-- What flow_counts must hold, from audit_log alone: what each step adds to the queues it touches (where the item is and was, how far
-- it had come and has), summed by quarter hour, and summed up to date.
CREATE VIEW replay_4_flow_counts AS
SELECT
  value_stream_id, queue_id, interval_start,
  SUM(arrivals) OVER so_far AS arrivals,
  SUM(departures) OVER so_far AS departures,
  SUM(entries) OVER so_far AS entries,
  SUM(marked) OVER so_far AS marked,
  SUM(marked_dropped) OVER so_far AS marked_dropped,
  SUM(behind) OVER so_far AS behind,
  SUM(wip_begun) OVER so_far AS wip_begun,
  SUM(wip_ended) OVER so_far AS wip_ended
FROM (
  SELECT
    value_stream_id,
    queue_id,
    CAST(TIMESTAMPADD(MINUTE, quarter * 15, '1970-01-01 00:00:00') AS DATETIME) AS interval_start,
    SUM(touch = 'is' AND is_moved) AS arrivals,
    SUM(touch = 'was' AND is_moved) AS departures,
    SUM(touch = 'is' AND is_first) AS entries,
    SUM(CASE WHEN NOT is_marked THEN 0 WHEN touch = 'has come' THEN 1 WHEN touch = 'had come' THEN -1 ELSE 0 END) AS marked,
    SUM(CASE WHEN NOT is_drop_marked THEN 0 WHEN touch = 'has come' THEN is_dropped WHEN touch = 'had come' THEN -was_dropped ELSE 0 END)
      AS marked_dropped,
    SUM(CASE WHEN NOT is_behind_moved THEN 0 WHEN touch = 'is' THEN is_behind WHEN touch = 'was' THEN -was_behind ELSE 0 END) AS behind,
    SUM(touch = 'is' AND is_begun) AS wip_begun,
    SUM(touch = IF(location IS NULL, 'was', 'is') AND is_ended) AS wip_ended
  FROM (
    SELECT
      s.*,
      touch,
      CASE touch
        WHEN 'is' THEN IF(is_moved OR is_behind_moved OR is_begun OR is_ended, location, NULL)
        WHEN 'was' THEN IF(is_moved OR is_behind_moved, location_before, NULL)
        WHEN 'has come' THEN IF(is_marked OR is_drop_marked, furthest, NULL)
        WHEN 'had come' THEN IF(is_marked OR is_drop_marked, furthest_before, NULL)
      END AS queue_id
    FROM (
      SELECT
        r.*,
        NOT (furthest <=> furthest_before AND is_dropped <=> was_dropped) AND (is_dropped OR was_dropped) AS is_drop_marked,
        NOT (IF(is_behind, location, NULL) <=> IF(was_behind, location_before, NULL)) AS is_behind_moved
      FROM (
        SELECT
          value_stream_id,
          TIMESTAMPDIFF(MINUTE, '1970-01-01 00:00:00', occurred_at) DIV 15 AS quarter,
          location,
          location_before,
          is_first,
          NOT (location <=> location_before) AS is_moved,
          NOT (mark <=> mark_before) AS is_marked,
          mark & 0xFFFFFFFF AS furthest,
          mark_before & 0xFFFFFFFF AS furthest_before,
          COALESCE(is_dropped, FALSE) AS is_dropped,
          COALESCE(was_dropped, FALSE) AS was_dropped,
          is_begun,
          is_ended,
          COALESCE(NOT is_dropped AND location <> mark & 0xFFFFFFFF, FALSE) AS is_behind,
          COALESCE(NOT was_dropped AND location_before <> mark_before & 0xFFFFFFFF, FALSE) AS was_behind
        FROM replay_1_steps
      ) r
    ) s
    CROSS JOIN (SELECT 'is' AS touch UNION ALL SELECT 'was' UNION ALL SELECT 'has come' UNION ALL SELECT 'had come') touches
  ) touched
  WHERE queue_id IS NOT NULL
  GROUP BY value_stream_id, queue_id, quarter
) quarters
WINDOW so_far AS (PARTITION BY value_stream_id, queue_id ORDER BY interval_start)

-- For BI tools: where a stream's items were at the end of each day, one row a day and queue, from the day of the first event
-- to today. Days are those of UTC; the API answers by the days of the stream's own zone. Today is up to now.
--
--   value_stream, day, position, queue_name, kind
--   items                  in the queue at the end of the day, as by the API's policy occupancy
--   at_or_beyond           in this queue or one behind it (the height of its line); NULL for dropped queues
--   arrivals, departures   into and out of the queue up to the end of the day, since the beginning
--
-- flow_counts holds totals to date that never fall, so the largest so far is the state at the end of a day without events.
-- Days without events come in by a UNION: for a join MariaDB would read a queue's rows once for each of its days.
-- value_stream is in every grouping, so that a condition on it is let through to the tables.
-- Days come from a cross join, 16⁴ of them (179 years), since a recursive one ends at 1,000 on either server.
CREATE VIEW bi_cumulative_flow AS
WITH
  digits AS (
    SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5
    UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11
    UNION ALL SELECT 12 UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15
  ),
  first_days AS (
    SELECT value_stream_id, DATE(MIN(occurred_at)) AS first_day FROM audit_log GROUP BY value_stream_id
  ),
  days AS (
    SELECT s.value_stream_id, DATE_ADD(s.first_day, INTERVAL a.n + 16 * b.n + 256 * c.n + 4096 * d.n DAY) AS day
    FROM first_days s
    JOIN digits d ON 4096 * d.n <= DATEDIFF(UTC_DATE(), s.first_day)
    JOIN digits c ON 4096 * d.n + 256 * c.n <= DATEDIFF(UTC_DATE(), s.first_day)
    JOIN digits b ON 4096 * d.n + 256 * c.n + 16 * b.n <= DATEDIFF(UTC_DATE(), s.first_day)
    JOIN digits a ON 4096 * d.n + 256 * c.n + 16 * b.n + a.n <= DATEDIFF(UTC_DATE(), s.first_day)
  ),
  changes AS (
    SELECT l.value_stream, l.id AS queue_id, d.day, 0 AS arrivals, 0 AS departures
    FROM days d JOIN value_streams v ON v.id = d.value_stream_id JOIN wip_limits l ON l.value_stream = v.name
    UNION ALL
    SELECT l.value_stream, f.queue_id, DATE(f.interval_start), f.arrivals, f.departures
    FROM wip_limits l JOIN flow_counts f ON f.queue_id = l.id WHERE f.interval_start > '1970-01-01 00:00:00'
  ),
  day_ends AS (
    SELECT
      c.value_stream, c.day, l.position, l.queue_name, l.kind,
      MAX(MAX(c.arrivals)) OVER so_far AS arrivals,
      MAX(MAX(c.departures)) OVER so_far AS departures
    FROM changes c JOIN wip_limits l ON l.id = c.queue_id
    GROUP BY c.value_stream, c.queue_id, c.day, l.position, l.queue_name, l.kind
    WINDOW so_far AS (PARTITION BY c.value_stream, c.queue_id ORDER BY c.day ROWS UNBOUNDED PRECEDING)
  )
SELECT
  value_stream, day, position, queue_name, kind,
  arrivals - departures AS items,
  IF(kind = 'dropped', NULL,
    SUM(IF(kind = 'dropped', 0, arrivals - departures))
      OVER (PARTITION BY value_stream, day ORDER BY position DESC ROWS UNBOUNDED PRECEDING)) AS at_or_beyond,
  arrivals,
  departures
FROM day_ends

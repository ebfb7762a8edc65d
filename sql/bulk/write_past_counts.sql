-- What flow_counts holds of a stream, by who imports its history: [queue_id, interval_start, arrivals, departures, entries, marked,
-- marked_dropped, behind, wip_begun, wip_ended], totals to date as there. A row that a mover has written meanwhile stays: it is seen at the session's end.
CREATE PROCEDURE write_past_counts(IN p_stream_id INT UNSIGNED, IN p_counts LONGTEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream VARCHAR(64) DEFAULT stream_name(p_stream_id);

  CALL check_past_projections(p_stream_id);
  INSERT INTO flow_counts (queue_id, interval_start, arrivals, departures, entries, marked, marked_dropped, behind, wip_begun,
    wip_ended)
  SELECT l.id, c.interval_start, c.arrivals, c.departures, c.entries, c.marked, c.marked_dropped, c.behind, c.wip_begun,
    c.wip_ended
  FROM JSON_TABLE(p_counts, '$[*]' COLUMNS (
    queue_id INT UNSIGNED PATH '$[0]',
    interval_start DATETIME PATH '$[1]',
    arrivals INT PATH '$[2]',
    departures INT PATH '$[3]',
    entries INT PATH '$[4]',
    marked INT PATH '$[5]',
    marked_dropped INT PATH '$[6]',
    behind INT PATH '$[7]',
    wip_begun INT PATH '$[8]',
    wip_ended INT PATH '$[9]')) c
  STRAIGHT_JOIN wip_limits l FORCE INDEX (PRIMARY) ON l.id = c.queue_id AND l.value_stream = v_stream
  ON DUPLICATE KEY UPDATE queue_id = flow_counts.queue_id;
END

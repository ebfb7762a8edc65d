-- Adds to what a queue has seen up to the end of a quarter hour. Rows hold totals to date, so a new quarter hour starts
-- from the one before, and a late one (a statement that waited for a lock, a clock set back) is added to all that follow.
-- The caller holds the queue's row of queue_state. The row of zeros at 1970 makes every read below find a row: no gap locks.
-- All reads lock, those of INSERT too: MySQL would read for it what was committed when the mover's statement began, at any isolation
-- level, and that has waited for the queue since.
CREATE PROCEDURE count_flow(
  IN p_queue_id INT UNSIGNED, IN p_interval DATETIME,
  IN p_arrivals INT, IN p_departures INT, IN p_entries INT, IN p_marked INT, IN p_marked_dropped INT, IN p_behind INT,
  IN p_wip_begun INT, IN p_wip_ended INT)
  SQL SECURITY DEFINER
count_flow: BEGIN
  DECLARE v_last, v_before DATETIME;

  IF p_arrivals = 0 AND p_departures = 0 AND p_entries = 0 AND p_marked = 0 AND p_marked_dropped = 0 AND p_behind = 0
    AND p_wip_begun = 0 AND p_wip_ended = 0 THEN
    LEAVE count_flow;
  END IF;

  SELECT interval_start INTO v_last
  FROM flow_counts WHERE queue_id = p_queue_id ORDER BY interval_start DESC LIMIT 1 FOR UPDATE;

  IF v_last > p_interval THEN
    SELECT interval_start INTO v_before FROM flow_counts
    WHERE queue_id = p_queue_id AND interval_start <= p_interval ORDER BY interval_start DESC LIMIT 1 FOR UPDATE;
    IF v_before < p_interval THEN
      INSERT INTO flow_counts (queue_id, interval_start, arrivals, departures, entries, marked, marked_dropped, behind, wip_begun, wip_ended)
      SELECT queue_id, p_interval, arrivals, departures, entries, marked, marked_dropped, behind, wip_begun, wip_ended
      FROM flow_counts WHERE queue_id = p_queue_id AND interval_start = v_before FOR UPDATE;
    END IF;
    UPDATE flow_counts
    SET arrivals = arrivals + p_arrivals, departures = departures + p_departures, entries = entries + p_entries,
        marked = marked + p_marked, marked_dropped = marked_dropped + p_marked_dropped, behind = behind + p_behind,
        wip_begun = wip_begun + p_wip_begun, wip_ended = wip_ended + p_wip_ended
    WHERE queue_id = p_queue_id AND interval_start >= p_interval;
    LEAVE count_flow;
  END IF;

  UPDATE queue_state SET counted_until = p_interval WHERE queue_id = p_queue_id;
  IF v_last = p_interval THEN
    UPDATE flow_counts
    SET arrivals = arrivals + p_arrivals, departures = departures + p_departures, entries = entries + p_entries,
        marked = marked + p_marked, marked_dropped = marked_dropped + p_marked_dropped, behind = behind + p_behind,
        wip_begun = wip_begun + p_wip_begun, wip_ended = wip_ended + p_wip_ended
    WHERE queue_id = p_queue_id AND interval_start = p_interval;
  ELSE
    INSERT INTO flow_counts (queue_id, interval_start, arrivals, departures, entries, marked, marked_dropped, behind, wip_begun, wip_ended)
    SELECT queue_id, p_interval, arrivals + p_arrivals, departures + p_departures, entries + p_entries,
           marked + p_marked, marked_dropped + p_marked_dropped, behind + p_behind,
           wip_begun + p_wip_begun, wip_ended + p_wip_ended
    FROM flow_counts WHERE queue_id = p_queue_id AND interval_start = v_last FOR UPDATE;
  END IF;
END

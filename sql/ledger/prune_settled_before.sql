-- One step of pruning: deletes up to p_limit events that were processed before p_before, with their deliveries and attempts, in
-- one short transaction. Returns a row (examined, pruned, last_at, last_id); the caller continues after the last event until
-- examined < p_limit. p_dry: only counts.
--
-- Deletes an event only if each of its deliveries was settled before p_before; a dead letter must have been dropped before
-- p_before. Checks this again with the rows locked, because a dead letter may have been sent again. Skips rows that somebody
-- holds, so it never waits; a later run finds them. By primary key or by the unique key of an event, at READ COMMITTED, so it
-- locks no gap and no insert waits. A crash rolls the step back.
CREATE PROCEDURE prune_settled_before(
  IN p_before DATETIME(6), IN p_after_at DATETIME(6), IN p_after_id BIGINT UNSIGNED, IN p_limit INT, IN p_dry BOOLEAN)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_id BIGINT UNSIGNED;
  DECLARE v_at DATETIME(6);
  DECLARE v_event, v_all, v_locked, v_settled INT;
  DECLARE v_examined, v_pruned INT DEFAULT 0;
  DECLARE v_is_done BOOLEAN DEFAULT FALSE;
  DECLARE old_events CURSOR FOR
    SELECT id, processed_at FROM outbox_events FORCE INDEX (outbox_events_unprocessed)
    WHERE processed_at >= p_after_at AND processed_at < p_before AND (processed_at > p_after_at OR id > p_after_id)
    ORDER BY processed_at, id LIMIT p_limit;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_done = TRUE;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;

  SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  START TRANSACTION;
  OPEN old_events;
  each_event: LOOP
    FETCH old_events INTO v_id, v_at;
    IF v_is_done THEN
      LEAVE each_event;
    END IF;
    SET v_examined = v_examined + 1;
    SELECT COUNT(*) INTO v_all FROM deliveries WHERE event_id = v_id;
    SELECT COUNT(*), COALESCE(SUM(
        state NOT IN ('pending', 'queued', 'sending', 'collected') AND COALESCE(settled_at < p_before, FALSE)
        AND (state <> 'dead' OR COALESCE(dropped_at < p_before, FALSE))), 0)
      INTO v_locked, v_settled
    FROM deliveries WHERE event_id = v_id FOR UPDATE SKIP LOCKED;
    SELECT COUNT(*) INTO v_event
    FROM outbox_events WHERE id = v_id AND processed_at < p_before FOR UPDATE SKIP LOCKED;
    IF v_event = 1 AND v_locked = v_all AND v_settled = v_all THEN
      SET v_pruned = v_pruned + 1;
      IF NOT p_dry THEN
        DELETE FROM deliveries WHERE event_id = v_id;
        DELETE FROM outbox_events WHERE id = v_id;
      END IF;
    END IF;
  END LOOP;
  CLOSE old_events;
  COMMIT;
  SELECT v_examined AS examined, v_pruned AS pruned, v_at AS last_at, v_id AS last_id;
END

-- Moves one card that has been in its queue since before p_before, in a transaction that renews the lease. p_result: 'moved';
-- 'gone' if the card is not there; 'skipped' if it was refused or lost a deadlock (p_error says why); 'lost' if another has the
-- lease. The actor is 'housekeeping'; afterwards the session has its own variables again.
CREATE PROCEDURE move_by_housekeeping(
  IN p_reference VARCHAR(64), IN p_from_id INT UNSIGNED, IN p_to VARCHAR(64), IN p_before DATETIME(6), IN p_reason VARCHAR(255),
  IN p_topic VARCHAR(64), IN p_more TEXT, OUT p_result VARCHAR(8), OUT p_error TEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_item_id BIGINT UNSIGNED;
  DECLARE v_actor, v_reason, v_source, v_fast_track TEXT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    GET DIAGNOSTICS CONDITION 1 p_error = MESSAGE_TEXT;
    ROLLBACK;
    SET p_result = 'skipped';
    SET @kanban_actor = v_actor, @kanban_reason = v_reason, @kanban_source = v_source, @kanban_fast_track = v_fast_track;
  END;

  SET v_actor = @kanban_actor, v_reason = @kanban_reason, v_source = @kanban_source, v_fast_track = @kanban_fast_track;
  SET @kanban_actor = 'housekeeping', @kanban_reason = p_reason, @kanban_source = 'housekeeping', @kanban_fast_track = NULL;
  SET p_result = 'lost', p_error = NULL;

  SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
  START TRANSACTION;
  UPDATE housekeeping_tasks SET claim_expires_at = clock_utc() + INTERVAL 2 MINUTE
  WHERE name = 'housekeep' AND claimed_by = @kanban_housekeeping;
  IF ROW_COUNT() = 1 THEN
    SELECT MAX(item_id) INTO v_item_id FROM queues
    WHERE reference = p_reference AND queue_id = p_from_id AND moved_at < p_before AND bulk_session IS NULL FOR UPDATE;
    SET p_result = IF(v_item_id IS NULL, 'gone', 'moved');
    IF p_result = 'moved' THEN
      UPDATE item_state SET is_housekept = TRUE WHERE item_id = v_item_id;
      UPDATE queues SET queue_name = p_to WHERE reference = p_reference;
      IF p_topic IS NOT NULL THEN
        CALL write_item_event(p_topic, v_item_id, p_more);
      END IF;
    END IF;
  END IF;
  COMMIT;
  SET @kanban_actor = v_actor, @kanban_reason = v_reason, @kanban_source = v_source, @kanban_fast_track = v_fast_track;
END

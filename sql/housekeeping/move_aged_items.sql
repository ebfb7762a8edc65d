-- Moves cards that have been in queues of one kind for longer than a stream's setting to the stream's first queue of another
-- kind, in one small transaction per card. Returns a row for each stream with work to do.
CREATE PROCEDURE move_aged_items(
  IN p_task VARCHAR(64), IN p_setting VARCHAR(64), IN p_from_kind VARCHAR(16), IN p_to_kind VARCHAR(16))
  SQL SECURITY DEFINER
move_aged: BEGIN
  DECLARE v_claim, v_result VARCHAR(8);
  DECLARE v_stream, v_days, v_to VARCHAR(64) DEFAULT '';
  DECLARE v_moved, v_skipped, v_left INT DEFAULT 0;
  DECLARE v_all INT DEFAULT 0;
  DECLARE v_note TEXT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    IF v_claim = 'new' THEN
      CALL release_housekeeping();
    END IF;
    RESIGNAL;
  END;

  CALL claim_housekeeping(v_claim);
  IF v_claim = 'other' THEN
    CALL tell_other_runner(p_task);
    LEAVE move_aged;
  END IF;
  INSERT INTO housekeeping_tasks (name, last_started_at) VALUES (p_task, clock_utc())
  ON DUPLICATE KEY UPDATE last_started_at = clock_utc();

  each_stream: LOOP
    SELECT MIN(name) INTO v_stream FROM value_streams WHERE name > v_stream;
    IF v_stream IS NULL OR v_result = 'lost' THEN
      LEAVE each_stream;
    END IF;
    SET v_days = setting_value(p_setting, v_stream);
    IF v_days <> 'off' THEN
      SELECT MIN(queue_name) INTO v_to FROM wip_limits WHERE value_stream = v_stream AND position = (
        SELECT MIN(position) FROM wip_limits WHERE value_stream = v_stream AND kind = p_to_kind);
      CALL move_aged_items_of(v_stream, CAST(v_days AS UNSIGNED), p_from_kind, v_to, v_moved, v_skipped, v_left, v_result, v_note);
      SET v_all = v_all + v_moved;
      IF v_left > 0 THEN
        SET v_note = CONCAT(v_left, ' left where they are: there is no queue of kind ', p_to_kind);
      END IF;
      IF v_moved > 0 OR v_note IS NOT NULL THEN
        SELECT p_task AS task, v_stream AS value_stream, v_moved AS moved, v_skipped AS skipped, v_note AS note;
      END IF;
    END IF;
  END LOOP;

  UPDATE housekeeping_tasks SET last_finished_at = clock_utc(), last_changes = v_all WHERE name = p_task;
  IF v_claim = 'new' THEN
    CALL release_housekeeping();
  END IF;
END

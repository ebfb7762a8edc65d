-- Adds the counts of connections that have been quiet for a day to the row of writer 0, so that the sum of a stream is over few rows
-- however many connections come and go. Row by row, each in its transaction, if the caller has none: it locks no gap.
CREATE PROCEDURE fold_stream_changes()
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_writer, v_changes BIGINT UNSIGNED;
  DECLARE v_changed_at DATETIME(6);
  DECLARE v_before DATETIME(6) DEFAULT clock_utc() - INTERVAL 1 DAY;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE quiet CURSOR FOR
    SELECT value_stream_id, writer FROM stream_changes WHERE writer > 0 AND changed_at < v_before LIMIT 10000;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  OPEN quiet;
  each_row: LOOP
    FETCH quiet INTO v_stream_id, v_writer;
    IF v_is_over THEN
      LEAVE each_row;
    END IF;
    START TRANSACTION;
    SELECT MAX(changes), MAX(changed_at) INTO v_changes, v_changed_at
    FROM stream_changes WHERE value_stream_id = v_stream_id AND writer = v_writer FOR UPDATE;
    IF v_changed_at < v_before THEN
      DELETE FROM stream_changes WHERE value_stream_id = v_stream_id AND writer = v_writer;
      INSERT INTO stream_changes (value_stream_id, writer, changes, changed_at) VALUES (v_stream_id, 0, v_changes, v_changed_at)
      ON DUPLICATE KEY UPDATE changes = changes + v_changes, changed_at = GREATEST(changed_at, v_changed_at);
    END IF;
    COMMIT;
  END LOOP;
  CLOSE quiet;
END

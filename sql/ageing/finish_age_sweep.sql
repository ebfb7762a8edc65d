-- Says what a whole sweep of a stream went by. p_percentile NULL: the alert is off, so that the next sweep after it is a first one.
CREATE PROCEDURE finish_age_sweep(IN p_stream_id INT UNSIGNED, IN p_percentile TINYINT UNSIGNED, IN p_imported_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  IF p_percentile IS NULL THEN
    DELETE FROM age_sweeps WHERE value_stream_id = p_stream_id;
  ELSE
    INSERT INTO age_sweeps (value_stream_id, percentile, imported_id) VALUES (p_stream_id, p_percentile, p_imported_id)
    ON DUPLICATE KEY UPDATE percentile = p_percentile, imported_id = p_imported_id;
  END IF;
END

-- Adds a queue to a stream without a log during bulk work, or sets its limit, as of an instant of the past: for histories that are
-- made up. config_history has it there, so that limits over time are those that the history kept to.
CREATE PROCEDURE write_past_queue(IN p_stream_id INT UNSIGNED, IN p_queue VARCHAR(64), IN p_kind VARCHAR(16), IN p_wip_limit INT,
  IN p_since DATETIME(6))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream VARCHAR(64) DEFAULT stream_name(p_stream_id);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    UPDATE bulk_sessions SET settings_since = NULL WHERE id = @kanban_bulk AND connection_id = CONNECTION_ID();
    RESIGNAL;
  END;

  CALL check_past_projections(p_stream_id);
  IF p_since IS NULL OR p_since < '1970-01-02' OR p_since > clock_utc() THEN
    CALL refuse(9118, 'INVALID_VALUE', 'p_since is no instant of the past; it must lie between 1970-01-02 and now');
  END IF;
  UPDATE bulk_sessions SET settings_since = p_since WHERE id = @kanban_bulk AND connection_id = CONNECTION_ID();
  IF EXISTS (SELECT 1 FROM wip_limits WHERE value_stream = v_stream AND queue_name = p_queue) THEN
    UPDATE wip_limits SET wip_limit = p_wip_limit WHERE value_stream = v_stream AND queue_name = p_queue;
  ELSE
    INSERT INTO wip_limits (value_stream, queue_name, wip_limit, kind) VALUES (v_stream, p_queue, p_wip_limit, p_kind);
  END IF;
  UPDATE bulk_sessions SET settings_since = NULL WHERE id = @kanban_bulk AND connection_id = CONNECTION_ID();
END

-- In the event a due day is YYYY-MM-DD, and every deadline has the zone of the stream.
CREATE TRIGGER sla_flags_after_insert_60_tell AFTER INSERT ON sla_flags FOR EACH ROW
BEGIN
  DECLARE v_time_zone VARCHAR(64);
  DECLARE v_format VARCHAR(32) DEFAULT
    IF(NEW.decided_by = 'due_date' AND TIME(NEW.deadline) = TIME'00:00:00', '%Y-%m-%d', '%Y-%m-%dT%H:%i:%s.%fZ');

  IF NOT NEW.is_silent THEN
    SELECT MAX(time_zone) INTO v_time_zone FROM value_streams WHERE id = NEW.value_stream_id;
    CALL write_item_event(CONCAT('work_item.sla_', NEW.flag), NEW.item_id, JSON_OBJECT(
      'deadline', DATE_FORMAT(NEW.deadline, v_format),
      'decided_by', NEW.decided_by,
      'state', NEW.state,
      'time_zone', v_time_zone));
  END IF;
END

CREATE TRIGGER age_flags_after_insert_60_tell AFTER INSERT ON age_flags FOR EACH ROW
BEGIN
  DECLARE v_is_blocked BOOLEAN;

  IF NOT NEW.is_silent THEN
    SELECT MAX(is_blocked) INTO v_is_blocked FROM item_state WHERE item_id = NEW.item_id;
    -- As text: the servers write a boolean in JSON_OBJECT differently.
    CALL write_item_event('work_item.ageing', NEW.item_id, CONCAT('{"age_ms": ', NEW.age_ms, ', "pace_ms": ', NEW.pace_ms,
      ', "percentile": ', NEW.percentile, ', "sample_size": ', NEW.sample_size,
      ', "is_blocked": ', IF(v_is_blocked, 'true', 'false'), '}'));
  END IF;
END

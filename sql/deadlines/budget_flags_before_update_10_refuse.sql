-- One change is let through: that the alert still held at a later sweep.
CREATE TRIGGER budget_flags_before_update_10_refuse BEFORE UPDATE ON budget_flags FOR EACH ROW
BEGIN
  IF NOT (NEW.held_at >= OLD.held_at AND NEW.id = OLD.id AND NEW.value_stream_id = OLD.value_stream_id
          AND NEW.class_of_service = OLD.class_of_service AND NEW.type = OLD.type AND NEW.alert = OLD.alert
          AND NEW.objective = OLD.objective AND NEW.decided = OLD.decided AND NEW.misses = OLD.misses
          AND NEW.burn_rate = OLD.burn_rate AND NEW.left_share = OLD.left_share AND NEW.flagged_at = OLD.flagged_at
          AND NEW.is_silent = OLD.is_silent) THEN
    CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'budget_flags says what was said; only held_at moves on');
  END IF;
END

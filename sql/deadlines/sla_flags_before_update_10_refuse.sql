-- One change is let through: what was said counts no more, and nothing else of it changes.
CREATE TRIGGER sla_flags_before_update_10_refuse BEFORE UPDATE ON sla_flags FOR EACH ROW
BEGIN
  IF NOT (NEW.is_current IS NULL AND NEW.id = OLD.id AND NEW.value_stream_id = OLD.value_stream_id
          AND NEW.item_id = OLD.item_id AND NEW.reference = OLD.reference AND NEW.flag = OLD.flag
          AND NEW.deadline = OLD.deadline AND NEW.decided_by = OLD.decided_by AND NEW.state <=> OLD.state AND NEW.flagged_at = OLD.flagged_at) THEN
    CALL refuse(9119, 'HISTORY_APPEND_ONLY', 'sla_flags says what was said; only is_current becomes NULL, to say it again');
  END IF;
END

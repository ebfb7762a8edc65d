-- Allows one change: a row without a hash gets one, and nothing else changes.
CREATE TRIGGER audit_log_before_update_10_refuse BEFORE UPDATE ON audit_log FOR EACH ROW
BEGIN
  IF NOT (OLD.chain_hash IS NULL AND NEW.chain_hash IS NOT NULL AND NEW.id = OLD.id AND NEW.occurred_at = OLD.occurred_at
          AND NEW.reference = OLD.reference AND NEW.from_queue <=> OLD.from_queue AND NEW.to_queue <=> OLD.to_queue
          AND NEW.value_stream_id = OLD.value_stream_id AND NEW.item_id = OLD.item_id
          AND NEW.from_queue_id <=> OLD.from_queue_id AND NEW.to_queue_id <=> OLD.to_queue_id
          AND NEW.actor = OLD.actor AND NEW.reason <=> OLD.reason AND NEW.source = OLD.source
          AND NEW.rule_notes <=> OLD.rule_notes AND NEW.login <=> OLD.login AND NEW.batch_id <=> OLD.batch_id) THEN
    CALL refuse(9104, 'AUDIT_APPEND_ONLY', 'audit_log takes new rows only; its rows are never changed or deleted');
  END IF;
END

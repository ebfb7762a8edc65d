-- Another due date, and what was said about the old deadline counts no more: the next sweep says what is to be said of the
-- new one, also when that is one from before. Finds the flags by a read that locks nothing, and changes them by their key;
-- flag_sla waits for whoever holds the row of the item, and one that a snapshot does not show yet is found by the sweep.
CREATE TRIGGER work_items_after_update_70_sla AFTER UPDATE ON work_items FOR EACH ROW
BEGIN
  DECLARE v_at_risk, v_breached BIGINT UNSIGNED;

  IF NOT (NEW.date_due <=> OLD.date_due) THEN
    SELECT MAX(IF(flag = 'at_risk', id, NULL)), MAX(IF(flag = 'breached', id, NULL)) INTO v_at_risk, v_breached
    FROM sla_flags WHERE item_id = NEW.id AND is_current = TRUE AND NOT (deadline <=> NEW.date_due);
    IF v_at_risk IS NOT NULL THEN
      UPDATE sla_flags SET is_current = NULL WHERE id = v_at_risk;
    END IF;
    IF v_breached IS NOT NULL THEN
      UPDATE sla_flags SET is_current = NULL WHERE id = v_breached;
    END IF;
  END IF;
END

-- Another due date: the flags of the old deadline are no longer current, and the next sweep may flag the item again. Finds the
-- flags without a lock and changes them by key; a flag that the snapshot lacks is found by the sweep.
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

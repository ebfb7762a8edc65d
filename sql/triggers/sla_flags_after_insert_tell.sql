CREATE TRIGGER sla_flags_after_insert_tell AFTER INSERT ON sla_flags FOR EACH ROW
  CALL write_item_event(CONCAT('work_item.sla_', NEW.flag), NEW.item_id, JSON_OBJECT(
    'deadline', DATE_FORMAT(NEW.deadline, '%Y-%m-%dT%H:%i:%s.%fZ'),
    'decided_by', NEW.decided_by))

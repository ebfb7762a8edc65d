CREATE TRIGGER wip_limits_after_insert_20_bound AFTER INSERT ON wip_limits FOR EACH ROW
  CALL bound_places(NEW.id)

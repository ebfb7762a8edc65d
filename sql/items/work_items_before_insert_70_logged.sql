-- The default of date_logged follows SET timestamp, so a value equal to that default is replaced. The guard has stamped the row
-- before.
CREATE TRIGGER work_items_before_insert_70_logged BEFORE INSERT ON work_items FOR EACH ROW
  SET NEW.date_logged = IF(NEW.date_logged = UTC_TIMESTAMP(6), NEW.created_at, NEW.date_logged)

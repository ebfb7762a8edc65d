-- The column's default for date_logged follows SET timestamp; what equals it is taken for the default. The guard has stamped the row.
CREATE TRIGGER work_items_before_insert_70_logged BEFORE INSERT ON work_items FOR EACH ROW
  SET NEW.date_logged = IF(NEW.date_logged = UTC_TIMESTAMP(6), NEW.created_at, NEW.date_logged)

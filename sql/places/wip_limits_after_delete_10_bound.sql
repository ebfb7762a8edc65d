-- One row per statement: for two keys in a small table a server may read, and lock, the whole table.
CREATE TRIGGER wip_limits_after_delete_10_bound AFTER DELETE ON wip_limits FOR EACH ROW
BEGIN
  DELETE FROM queue_places WHERE item_id = 18446744073709551615 - 2 * OLD.id;
  DELETE FROM queue_places WHERE item_id = 18446744073709551614 - 2 * OLD.id;
END

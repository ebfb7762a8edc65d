-- The target of a new link must exist (check_item_named). Then locks the links, before anything that later triggers lock.
CREATE PROCEDURE check_link_target(IN p_column VARCHAR(64), IN p_reference VARCHAR(64), OUT p_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  CALL check_item_named(p_column, p_reference, p_id);
  CALL lock_links();
END

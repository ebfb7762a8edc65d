-- Sets or removes (NULL) the parent of an item.
CREATE PROCEDURE set_parent(IN p_item_id BIGINT UNSIGNED, IN p_parent VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_parent_id BIGINT UNSIGNED;

  CALL check_link_target('parent', p_parent, v_parent_id);
  DELETE FROM item_links WHERE kind = 'parent' AND item_id = p_item_id;
  IF v_parent_id IS NOT NULL THEN
    CALL check_cycle('parent', p_item_id, v_parent_id);
    INSERT INTO item_links (kind, to_id, item_id) VALUES ('parent', v_parent_id, p_item_id);
  END IF;
END

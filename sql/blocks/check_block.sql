-- A move of a blocked item: refused if the stream enforces blocks, else noted.
CREATE PROCEDURE check_block(
  IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_is_enforced BOOLEAN, INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_reason VARCHAR(255);

  IF p_is_enforced THEN
    -- The read of the reason takes no lock; with an older snapshot the message has no reason.
    SELECT MAX(blocked_reason) INTO v_reason FROM work_items WHERE id = p_item_id;
    CALL refuse(9112, 'ITEM_BLOCKED', CONCAT(p_reference, ' is blocked; clear blocked_reason first',
      COALESCE(CONCAT(': ', v_reason), '')));
  END IF;
  SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'blocked');
END

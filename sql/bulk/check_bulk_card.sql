-- Says how to treat a change of a card during bulk work. p_way: 'skip' if the card belongs or may belong to this session;
-- 'finish' if this is the end of its session; 'count' if it belongs to none. Other connections wait for the end.
CREATE PROCEDURE check_bulk_card(IN p_session_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), OUT p_way VARCHAR(8))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_finishing BOOLEAN;

  IF @kanban_bulk IS NOT NULL AND is_bulk() AND COALESCE(p_session_id, @kanban_bulk) = @kanban_bulk THEN
    SET p_way = 'skip';
  ELSEIF p_session_id IS NULL THEN
    SET p_way = 'count';
  ELSE
    SELECT COUNT(*) INTO v_is_finishing FROM bulk_sessions WHERE id = p_session_id AND finished_by = CONNECTION_ID();
    IF NOT v_is_finishing THEN
      CALL refuse(9120, 'BULK_REFUSED', CONCAT('an import that has not ended holds ', p_reference,
        '; wait, or CALL housekeep() if it died'));
    END IF;
    SET p_way = 'finish';
  END IF;
END

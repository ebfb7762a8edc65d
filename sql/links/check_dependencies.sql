-- An item that waits for unfinished items is started, that is, enters an active queue or one beyond: refused if the stream
-- enforces dependencies, else noted.
CREATE PROCEDURE check_dependencies(
  IN p_item_id BIGINT UNSIGNED, IN p_reference VARCHAR(64), IN p_is_enforced BOOLEAN, INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_name VARCHAR(64);
  DECLARE v_open TEXT;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  -- As many names as fit the message; not by GROUP_CONCAT (see refuse_unknown_queue).
  DECLARE unfinished CURSOR FOR
    SELECT depends_on FROM dependencies JOIN item_state ON item_state.item_id = depends_on_id
    WHERE reference = p_reference AND NOT is_finished ORDER BY depends_on LIMIT 10;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  IF p_is_enforced THEN
    -- The counter decides; the names are those that this connection can see.
    OPEN unfinished;
    each_dependency: LOOP
      FETCH unfinished INTO v_name;
      IF v_is_over THEN
        LEAVE each_dependency;
      END IF;
      SET v_open = CONCAT_WS(', ', v_open, v_name);
    END LOOP;
    CLOSE unfinished;
    CALL refuse(9113, 'DEPENDENCIES_OPEN', CONCAT(p_reference, ' waits for ', COALESCE(v_open, 'other items')));
  END IF;
  SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'open_dependencies');
END

-- Copies a new, changed or deleted (p_limit NULL) row of person_limits to its counters, in the order of the names: to that of the
-- person, or for the default to all persons without a limit.
CREATE PROCEDURE apply_person_limit(IN p_value_stream VARCHAR(64), IN p_assignee VARCHAR(128), IN p_limit INT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream_id INT UNSIGNED;
  DECLARE v_default INT;
  DECLARE v_is_enforced BOOLEAN;
  DECLARE v_assignee VARCHAR(128);
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE others CURSOR FOR
    SELECT assignee FROM person_wip WHERE value_stream_id = v_stream_id AND NOT is_own_limit ORDER BY assignee FOR UPDATE;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  SET v_stream_id = stream_id(p_value_stream);
  CALL lock_people(v_stream_id, v_default, v_is_enforced);
  IF p_assignee <> '' THEN
    INSERT INTO person_wip (value_stream_id, assignee, wip_limit, is_limit_enforced)
    VALUES (v_stream_id, p_assignee, v_default, v_is_enforced)
    ON DUPLICATE KEY UPDATE assignee = p_assignee;
    CALL set_person_limit(v_stream_id, p_assignee, COALESCE(p_limit, v_default), p_limit IS NOT NULL);
  ELSE
    OPEN others;
    each_person: LOOP
      FETCH others INTO v_assignee;
      IF v_is_over THEN
        LEAVE each_person;
      END IF;
      CALL set_person_limit(v_stream_id, v_assignee, COALESCE(p_limit, -1), FALSE);
    END LOOP;
    CLOSE others;
  END IF;
END

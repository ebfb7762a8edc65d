-- Creates the counter of a person in a stream if there is none. Looks first without a lock, because inserting over an existing
-- row would lock it out of order. That read may be old, so if the statement counts another person first (p_from, else NULL), that
-- row is locked before the insert.
CREATE PROCEDURE ensure_person(IN p_stream_id INT UNSIGNED, IN p_assignee VARCHAR(128), IN p_from VARCHAR(128))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_is_known, v_is_enforced BOOLEAN;
  DECLARE v_limit, v_locked INT;

  SELECT COUNT(*) INTO v_is_known FROM person_wip WHERE value_stream_id = p_stream_id AND assignee = p_assignee;
  IF NOT v_is_known THEN
    CALL lock_people(p_stream_id, v_limit, v_is_enforced);
    IF p_from < p_assignee THEN
      SELECT current_wip INTO v_locked FROM person_wip WHERE value_stream_id = p_stream_id AND assignee = p_from FOR UPDATE;
    END IF;
    INSERT INTO person_wip (value_stream_id, assignee, wip_limit, is_limit_enforced)
    VALUES (p_stream_id, p_assignee, v_limit, v_is_enforced)
    ON DUPLICATE KEY UPDATE assignee = p_assignee;
  END IF;
END

-- Adds or subtracts a committed, unfinished item for a person. Refuses one too many; if the rule only observes, notes it and
-- writes an event. The row exists, because assigning an item creates it (ensure_person). p_reference: the item.
CREATE PROCEDURE count_person(
  IN p_value_stream VARCHAR(64), IN p_stream_id INT UNSIGNED, IN p_assignee VARCHAR(128), IN p_change INT,
  IN p_reference VARCHAR(64), INOUT p_notes VARCHAR(100))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_wip, v_limit INT;
  DECLARE v_is_enforced BOOLEAN;

  UPDATE person_wip SET current_wip = current_wip + p_change WHERE value_stream_id = p_stream_id AND assignee = p_assignee;
  IF p_change > 0 THEN
    SELECT current_wip, wip_limit, is_limit_enforced INTO v_wip, v_limit, v_is_enforced
    FROM person_wip WHERE value_stream_id = p_stream_id AND assignee = p_assignee FOR UPDATE;
    IF v_limit >= 0 AND v_wip > v_limit THEN
      IF v_is_enforced THEN
        CALL refuse(9111, 'PERSON_FULL', CONCAT(LEFT(p_assignee, 32), ' has ', v_wip - 1, ' of ', v_limit,
          ' items in progress; finish one or assign another person'));
      END IF;
      SET p_notes = CONCAT_WS(',', NULLIF(p_notes, ''), 'over_person_limit');
      CALL write_person_event(p_value_stream, p_assignee, v_limit, v_wip, p_reference);
    END IF;
  END IF;
END

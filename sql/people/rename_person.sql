-- Renames a person in items, limits, counters and subscriptions; the histories keep the old name. Locks the items first (it reads
-- all of them), then item_state by id and person_wip, as every mover does.
CREATE PROCEDURE rename_person(IN p_old VARCHAR(128), IN p_new VARCHAR(128))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_items, v_limits, v_items_of_new, v_limits_of_new, v_locked INT;
  DECLARE v_id BIGINT UNSIGNED;
  DECLARE v_is_over BOOLEAN DEFAULT FALSE;
  DECLARE items CURSOR FOR SELECT id FROM work_items WHERE assignee = p_old ORDER BY id FOR UPDATE;
  DECLARE streams CURSOR FOR SELECT id FROM value_streams ORDER BY id;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_is_over = TRUE;

  SELECT COALESCE(SUM(assignee = p_old), 0), COALESCE(SUM(assignee = p_new), 0) INTO v_items, v_items_of_new
  FROM work_items WHERE assignee IN (p_old, p_new) FOR UPDATE;
  SELECT COALESCE(SUM(assignee = p_old), 0), COALESCE(SUM(assignee = p_new), 0) INTO v_limits, v_limits_of_new
  FROM person_limits WHERE assignee IN (p_old, p_new) FOR UPDATE;
  IF v_items + v_limits > 0 AND v_items_of_new + v_limits_of_new > 0 THEN
    CALL refuse(9127, 'NAME_TAKEN', CONCAT(LEFT(p_new, 32), ' has items or a limit already; a rename does not make one of two people'));
  END IF;
  UPDATE subscriptions SET assignee = p_new WHERE assignee = p_old;
  UPDATE subscriptions SET member = p_new WHERE member = p_old;
  CALL rename_in_events('assignee', p_old, p_new, NULL);

  IF v_items + v_limits > 0 THEN
    OPEN items;
    each_item: LOOP
      FETCH items INTO v_id;
      IF v_is_over THEN
        LEAVE each_item;
      END IF;
      UPDATE item_state SET assignee = p_new WHERE item_id = v_id;
    END LOOP;
    CLOSE items;
    SET v_is_over = FALSE;
    OPEN streams;
    each_stream: LOOP
      FETCH streams INTO v_id;
      IF v_is_over THEN
        LEAVE each_stream;
      END IF;
      CALL rename_counter(v_id, p_old, p_new);
    END LOOP;
    CLOSE streams;
    -- item_state already has the new name, so work_items_after_update_10_assign leaves the counters unchanged.
    UPDATE work_items SET assignee = p_new WHERE assignee = p_old;
  END IF;
END

-- Refuses a link that would close a cycle, and names the cycle. Searches step by step: a recursive query ends, or is wrong, at a
-- depth that a session variable sets. The caller holds lock_links. Rows left by an earlier search whose error was swallowed are
-- deleted first, and locking reads make sure that they are gone.
CREATE PROCEDURE check_cycle(IN p_kind VARCHAR(16), IN p_item_id BIGINT UNSIGNED, IN p_to_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_depth, v_added INT DEFAULT 0;
  DECLARE v_is_found BOOLEAN DEFAULT FALSE;
  DECLARE v_at BIGINT UNSIGNED DEFAULT p_item_id;
  DECLARE v_name VARCHAR(64);
  DECLARE v_way TEXT;

  DELETE FROM link_walk WHERE item_id > 0;
  INSERT INTO link_walk (item_id, depth) VALUES (p_to_id, 0);
  SET v_is_found = (p_item_id = p_to_id), v_added = 1;
  WHILE v_added > 0 AND NOT v_is_found DO
    INSERT INTO link_walk (item_id, via_id, depth)
    SELECT l.to_id, MIN(l.item_id), v_depth + 1
    FROM link_walk w JOIN item_links l ON l.kind = p_kind AND l.item_id = w.item_id
    LEFT JOIN link_walk seen ON seen.item_id = l.to_id
    WHERE w.item_id > 0 AND w.depth = v_depth AND seen.item_id IS NULL
    GROUP BY l.to_id;
    SET v_added = ROW_COUNT(), v_depth = v_depth + 1;
    SELECT COUNT(*) INTO v_is_found FROM link_walk WHERE item_id = p_item_id LOCK IN SHARE MODE;
  END WHILE;

  IF v_is_found THEN
    -- The caller has locked the item; only a locking read finds one that is younger than the snapshot.
    SELECT MAX(reference) INTO v_name FROM work_items WHERE id = p_item_id LOCK IN SHARE MODE;
    SET v_way = v_name;
    -- No more steps than the search took: a row that the session hides must not keep the loop running.
    WHILE v_at <> p_to_id AND v_depth > 0 DO
      SET v_depth = v_depth - 1;
      SELECT via_id INTO v_at FROM link_walk WHERE item_id = v_at LOCK IN SHARE MODE;
      SELECT CONCAT(COALESCE(MAX(reference), '?'), ' → ', v_way) INTO v_way FROM work_items WHERE id = v_at;
      SET v_way = LEFT(v_way, 300);
    END WHILE;
    SET v_way = CONCAT(v_name, ' → ', v_way);
  END IF;
  DELETE FROM link_walk WHERE item_id > 0;
  IF v_is_found AND p_kind = 'parent' THEN
    CALL refuse(9117, 'PARENT_CYCLE', CONCAT('an item would be a part of itself: ', v_way));
  ELSEIF v_is_found THEN
    CALL refuse(9114, 'DEPENDENCY_CYCLE', CONCAT('an item would wait for itself: ', v_way));
  END IF;
END

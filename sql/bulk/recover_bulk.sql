-- Finishes the bulk sessions of lost connections. Called by begin_bulk and housekeep.
CREATE PROCEDURE recover_bulk(OUT p_finished INT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_id BIGINT UNSIGNED DEFAULT 0;

  SET p_finished = 0;
  CALL find_dead_bulk(v_id);
  WHILE v_id IS NOT NULL DO
    CALL finish_bulk(v_id);
    SET p_finished = p_finished + 1;
    CALL find_dead_bulk(v_id);
  END WHILE;
END

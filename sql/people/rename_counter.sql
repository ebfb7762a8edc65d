-- Renames the counter and the limit of a person in a stream. If the new name has a counter already, nobody with items uses it.
-- The new limit is written first and the old one deleted last, so no counter ever has another limit and no event is written.
CREATE PROCEDURE rename_counter(IN p_stream_id INT UNSIGNED, IN p_old VARCHAR(128), IN p_new VARCHAR(128))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_limit INT;
  DECLARE v_is_enforced BOOLEAN;
  DECLARE v_stream VARCHAR(64);

  CALL lock_people(p_stream_id, v_limit, v_is_enforced);
  SELECT name INTO v_stream FROM value_streams WHERE id = p_stream_id LOCK IN SHARE MODE;
  INSERT INTO person_limits (value_stream, assignee, wip_limit)
  SELECT value_stream, p_new, wip_limit FROM person_limits WHERE value_stream = v_stream AND assignee = p_old;
  DELETE FROM person_wip WHERE value_stream_id = p_stream_id AND assignee = p_new;
  UPDATE person_wip SET assignee = p_new WHERE value_stream_id = p_stream_id AND assignee = p_old;
  DELETE FROM person_limits WHERE value_stream = v_stream AND assignee = p_old;
END

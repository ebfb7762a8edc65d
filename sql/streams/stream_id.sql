-- The id of a stream by a locking read, as a foreign key reads it: a snapshot may be older than the stream.
CREATE FUNCTION stream_id(p_name VARCHAR(64)) RETURNS INT UNSIGNED
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_id INT UNSIGNED;

  SELECT MAX(id) INTO v_id FROM value_streams WHERE name = p_name LIMIT 1 LOCK IN SHARE MODE;
  RETURN v_id;
END

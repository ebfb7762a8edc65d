-- The name of a stream by a locking read: a snapshot may be older than the stream.
CREATE FUNCTION stream_name(p_id INT UNSIGNED) RETURNS VARCHAR(64)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_name VARCHAR(64);

  SELECT MAX(name) INTO v_name FROM value_streams WHERE id = p_id LIMIT 1 LOCK IN SHARE MODE;
  RETURN v_name;
END

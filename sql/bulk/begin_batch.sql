-- Creates the import batch of a bulk session.
CREATE PROCEDURE begin_batch(
  IN p_actor VARCHAR(288), IN p_origin VARCHAR(255), IN p_first_audit_id BIGINT UNSIGNED, OUT p_batch_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  INSERT INTO import_batches (started_at, actor, login, origin, first_audit_id)
  VALUES (clock_utc(), p_actor, current_login(), p_origin, p_first_audit_id);
  SET p_batch_id = LAST_INSERT_ID();
END

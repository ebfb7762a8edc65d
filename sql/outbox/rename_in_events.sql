-- Writes the new name into events that are not fanned out yet, so that its subscribers get them. Processed events are history and
-- keep the old one. p_value_stream: only events of that stream; NULL: of all.
CREATE PROCEDURE rename_in_events(IN p_field VARCHAR(32), IN p_old TEXT, IN p_new TEXT, IN p_value_stream VARCHAR(64))
  SQL SECURITY DEFINER
  UPDATE outbox_events SET payload = JSON_SET(payload, CONCAT('$.', p_field), p_new)
  WHERE processed_at IS NULL AND JSON_UNQUOTE(JSON_EXTRACT(payload, CONCAT('$.', p_field))) = p_old
    AND (p_value_stream IS NULL OR JSON_UNQUOTE(JSON_EXTRACT(payload, '$.value_stream')) = p_value_stream)

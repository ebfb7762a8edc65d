-- Tells that a person has more in progress than their limit, in the transaction that made it so. The caller has changed the
-- row of person_wip, so that this read sees it as it is. p_reference: the item that came, NULL when a limit changed. Made of
-- columns: of variables MariaDB makes texts.
CREATE PROCEDURE write_person_event(IN p_stream_id INT UNSIGNED, IN p_assignee VARCHAR(128), IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_payload TEXT;

  SELECT JSON_OBJECT(
    'value_stream', name,
    'assignee', assignee,
    'wip_limit', wip_limit,
    'current_wip', current_wip,
    'reference', p_reference) INTO v_payload
  FROM person_wip JOIN value_streams ON id = value_stream_id
  WHERE value_stream_id = p_stream_id AND assignee = p_assignee;
  INSERT INTO outbox_events (topic, payload) VALUES ('person.overloaded', v_payload);
END

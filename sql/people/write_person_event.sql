-- Writes the event that a person has more in progress than the limit, in the same transaction. p_reference: the item that came;
-- NULL if a limit changed. + 0, because MariaDB writes a bare variable into JSON as a text.
CREATE PROCEDURE write_person_event(
  IN p_value_stream VARCHAR(64), IN p_assignee VARCHAR(128), IN p_limit INT, IN p_wip INT, IN p_reference VARCHAR(64))
  SQL SECURITY DEFINER
  INSERT INTO outbox_events (created_at, topic, payload) VALUES (clock_utc(), 'person.overloaded', JSON_OBJECT(
    'value_stream', p_value_stream,
    'assignee', p_assignee,
    'wip_limit', p_limit + 0,
    'current_wip', p_wip + 0,
    'reference', p_reference))

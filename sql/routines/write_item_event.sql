-- Tells of a work item, in the transaction of whoever changed it. p_more: a JSON object of what else is to be said, or NULL.
CREATE PROCEDURE write_item_event(IN p_topic VARCHAR(64), IN p_item_id BIGINT UNSIGNED, IN p_more TEXT)
  SQL SECURITY DEFINER
BEGIN
  INSERT INTO outbox_events (topic, payload)
  SELECT p_topic, JSON_MERGE_PATCH(
    JSON_OBJECT(
      'value_stream', w.value_stream,
      'queue_name', q.queue_name,
      'reference', w.reference,
      'short_desc', w.short_desc,
      'assignee', w.assignee,
      'actor', LEFT(COALESCE(NULLIF(@kanban_actor, ''), USER()), 288)),
    COALESCE(p_more, '{}'))
  FROM work_items w LEFT JOIN queues q ON q.reference = w.reference
  WHERE w.id = p_item_id;
END

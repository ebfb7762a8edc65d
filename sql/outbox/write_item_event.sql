-- Writes an event about a work item, in the transaction of the change. p_more: a JSON object with more members, or NULL. Reads
-- without locks, because work_items and queues come before item_state in the order of locks. An item younger than the snapshot is
-- read with a lock all the same: a deadlock is better than a missing event.
CREATE PROCEDURE write_item_event(IN p_topic VARCHAR(64), IN p_item_id BIGINT UNSIGNED, IN p_more TEXT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_stream, v_reference, v_queue VARCHAR(64);
  DECLARE v_short_desc VARCHAR(255);
  DECLARE v_assignee VARCHAR(128);
  -- In a variable: within JSON_OBJECT, MariaDB sometimes makes broken JSON of this expression.
  DECLARE v_actor VARCHAR(288) DEFAULT current_actor();

  -- Aggregates always return a row: callers loop until NOT FOUND.
  SELECT MAX(work_items.value_stream), MAX(queue_name), MAX(work_items.reference), MAX(short_desc), MAX(assignee)
  INTO v_stream, v_queue, v_reference, v_short_desc, v_assignee
  FROM work_items LEFT JOIN queues ON queues.reference = work_items.reference WHERE work_items.id = p_item_id;
  IF v_reference IS NULL THEN
    SELECT MAX(value_stream), MAX(reference), MAX(short_desc), MAX(assignee)
    INTO v_stream, v_reference, v_short_desc, v_assignee
    FROM work_items WHERE id = p_item_id LOCK IN SHARE MODE;
  END IF;
  IF v_reference IS NOT NULL THEN
    INSERT INTO outbox_events (created_at, topic, payload)
    VALUES (clock_utc(), p_topic, JSON_MERGE_PATCH(
      JSON_OBJECT(
        'value_stream', v_stream,
        'queue_name', v_queue,
        'reference', v_reference,
        'short_desc', v_short_desc,
        'assignee', v_assignee,
        'actor', v_actor),
      COALESCE(p_more, '{}')));
  END IF;
END

-- What was told about an item, for the API: a row per delivery in the order of events. Whom: the member with that address, else the
-- address with all but its first letter and its domain left out, as no page shows the address of a person; an endpoint by its name.
--
-- Events name their item in the payload only, as an index would cost every move. The scan is of what was processed since the item
-- came: nothing is processed before it happens.
CREATE PROCEDURE list_deliveries(IN p_item_id BIGINT UNSIGNED)
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_reference VARCHAR(64);
  DECLARE v_since DATETIME(6);

  SELECT MAX(reference), MAX(created_at) INTO v_reference, v_since FROM work_items WHERE id = p_item_id;
  IF v_reference IS NULL THEN
    SELECT MAX(reference), MAX(entered_at) INTO v_reference, v_since FROM item_flow WHERE item_id = p_item_id;
  END IF;
  SET v_since = COALESCE(v_since, '1000-01-01');

  SELECT d.id, e.topic, JSON_UNQUOTE(JSON_EXTRACT(e.payload, '$.queue_name')) AS queue, e.created_at AS happened_at, d.channel,
    CASE WHEN d.channel <> 'email' THEN d.recipient
      ELSE COALESCE(
        (SELECT MIN(m.name) FROM members m WHERE m.email = d.recipient),
        CONCAT(LEFT(d.recipient, 1), '…@', SUBSTRING_INDEX(d.recipient, '@', -1))) END AS told,
    d.state, d.superseded_reason, d.attempts, d.due_at, d.settled_at, d.may_be_duplicate
  FROM outbox_events e FORCE INDEX (outbox_events_unprocessed)
  STRAIGHT_JOIN deliveries d FORCE INDEX (deliveries_once) ON d.event_id = e.id
  WHERE (e.processed_at >= v_since OR e.processed_at IS NULL) AND e.created_at >= v_since
    AND JSON_UNQUOTE(JSON_EXTRACT(e.payload, '$.reference')) = v_reference
  ORDER BY e.id, d.id;
END

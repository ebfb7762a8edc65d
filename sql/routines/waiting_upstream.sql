-- The next items that could be pulled into a queue: up to three of the nearest queue before it that has any, in their order,
-- as a JSON array of references. Not those that are blocked or wait for others, nor from where the workflow allows no move.
CREATE FUNCTION waiting_upstream(p_queue_id INT UNSIGNED) RETURNS TEXT
  READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_from INT UNSIGNED;
  DECLARE v_waiting TEXT;

  SELECT up.id INTO v_from
  FROM wip_limits here
  JOIN wip_limits up ON up.value_stream = here.value_stream AND up.position < here.position AND up.kind IN ('backlog', 'buffer', 'active')
  WHERE here.id = p_queue_id
    AND EXISTS (SELECT 1 FROM queue_places p JOIN item_state i ON i.item_id = p.item_id
                WHERE p.queue_id = up.id AND NOT i.is_blocked AND i.open_dependencies = 0)
    AND (EXISTS (SELECT 1 FROM transitions t
                 WHERE t.value_stream = here.value_stream AND t.from_queue = up.queue_name AND t.to_queue = here.queue_name)
         OR NOT EXISTS (SELECT 1 FROM transitions t WHERE t.value_stream = here.value_stream))
  ORDER BY up.position DESC LIMIT 1;

  SELECT CONCAT('[', GROUP_CONCAT(JSON_QUOTE(reference) ORDER BY place_rank, item_id), ']') INTO v_waiting
  FROM (
    SELECT f.reference, p.place_rank, p.item_id
    FROM queue_places p JOIN item_state i ON i.item_id = p.item_id JOIN item_flow f ON f.item_id = p.item_id
    WHERE p.queue_id = v_from AND NOT i.is_blocked AND i.open_dependencies = 0
    ORDER BY p.place_rank, p.item_id LIMIT 3
  ) next_ones;
  RETURN COALESCE(v_waiting, '[]');
END

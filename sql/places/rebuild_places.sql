-- Numbers the cards of a stream again with gaps: in their old order, then cards without a place by arrival. Also writes the
-- bounds of the queues (bound_places).
CREATE PROCEDURE rebuild_places(IN p_stream_id INT UNSIGNED)
  SQL SECURITY DEFINER
BEGIN
  DELETE p FROM queue_places p
  JOIN wip_limits l ON l.id = p.queue_id JOIN value_streams v ON v.name = l.value_stream
  LEFT JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = p.item_id
  LEFT JOIN queues q FORCE INDEX (PRIMARY) ON q.reference = w.reference AND q.queue_id = p.queue_id
  WHERE v.id = p_stream_id AND q.reference IS NULL;

  INSERT INTO queue_places (item_id, queue_id, place_rank)
  SELECT 18446744073709551615 - 2 * l.id - side.is_last, l.id, IF(side.is_last, 9000000000000000000, -9000000000000000000)
  FROM wip_limits l JOIN value_streams v ON v.name = l.value_stream
  CROSS JOIN (SELECT 0 AS is_last UNION ALL SELECT 1) side
  WHERE v.id = p_stream_id;

  INSERT INTO queue_places (item_id, queue_id, place_rank)
  SELECT item_id, queue_id, (CAST(moves AS SIGNED) - CAST(cards AS SIGNED) + CAST(place AS SIGNED)) * 1048576
  FROM (
    SELECT q.item_id, q.queue_id, s.moves,
      COUNT(*) OVER (PARTITION BY q.queue_id) AS cards,
      ROW_NUMBER() OVER (PARTITION BY q.queue_id ORDER BY p.place_rank IS NULL, p.place_rank, q.moved_at, q.id) AS place
    FROM queues q
    JOIN queue_state s ON s.queue_id = q.queue_id
    JOIN value_streams v ON v.name = q.value_stream
    LEFT JOIN queue_places p FORCE INDEX (PRIMARY) ON p.item_id = q.item_id AND p.queue_id = q.queue_id
    WHERE v.id = p_stream_id
  ) cards_of_queues
  ON DUPLICATE KEY UPDATE queue_id = VALUES(queue_id), place_rank = VALUES(place_rank);

  UPDATE queue_state s JOIN value_streams v ON v.name = s.value_stream
  SET s.first_rank = -9223372036854775808 WHERE v.id = p_stream_id;

  -- The place of a softly deleted card was an old rank; after a restore it goes to the end.
  UPDATE item_state SET deleted_rank = NULL WHERE value_stream_id = p_stream_id AND deleted_rank IS NOT NULL;
END

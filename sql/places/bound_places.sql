-- The two rows of queue_places that are no cards: before the first of a queue and behind the last.
CREATE PROCEDURE bound_places(IN p_queue_id INT UNSIGNED)
  SQL SECURITY DEFINER
  INSERT INTO queue_places (item_id, queue_id, place_rank)
  VALUES (18446744073709551615 - 2 * p_queue_id, p_queue_id, -9000000000000000000),
         (18446744073709551614 - 2 * p_queue_id, p_queue_id, 9000000000000000000)
  ON DUPLICATE KEY UPDATE place_rank = VALUES(place_rank)

-- Writes the two rows of queue_places that are not cards: before the first card of a queue and after the last.
CREATE PROCEDURE bound_places(IN p_queue_id INT UNSIGNED)
  SQL SECURITY DEFINER
  INSERT INTO queue_places (item_id, queue_id, place_rank)
  VALUES (18446744073709551615 - 2 * p_queue_id, p_queue_id, -9000000000000000000),
         (18446744073709551614 - 2 * p_queue_id, p_queue_id, 9000000000000000000)
  ON DUPLICATE KEY UPDATE place_rank = VALUES(place_rank)
